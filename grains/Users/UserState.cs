using System.Text.Json.Serialization;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Users;

/// <summary>Everything stored about one person.</summary>
[GenerateSerializer, Immutable, Alias("adilas.UserState")]
internal sealed record UserState : JournalState
{
    public const int MaxEmailLength = 254;
    public const int MaxNameLength = 100;

    /// <summary>Whose personal data this is; <c>null</c> until registered.</summary>
    [Id(0)] public UserId? UserId { get; init; }

    [PersonalData(nameof(UserId))]
    [Id(1)] public string? Email { get; init; }

    [PersonalData(nameof(UserId))]
    [Id(2)] public string? Name { get; init; }

    /// <summary>UTC.</summary>
    [Id(3)] public DateTimeOffset RegisteredAt { get; init; }

    [JsonIgnore] public bool IsRegistered => UserId is not null;

    public UserState Register(UserId id, string email, string name, DateTimeOffset now)
    {
        CheckEmail(email, "email");
        CheckName(name, "name");
        if (!IsRegistered) return this with { UserId = id, Email = email, Name = name, RegisteredAt = now };

        return Email is null || SameAddress(Email, email)
            ? this
            : throw new RefusedException(Refusal.Conflict, "user-exists", "The user is registered with another e-mail address.", "email");
    }

    public static bool SameAddress(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    public static void CheckEmail(string? email, string field)
    {
        var at = email?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        var wellFormed = email is { Length: <= MaxEmailLength } && at > 0 && at < email.Length - 1
            && email.LastIndexOf('@') == at && !email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));
        if (!wellFormed)
        {
            throw new RefusedException(
                Refusal.Invalid, "email-malformed", $"An e-mail address is name@domain, at most {MaxEmailLength} characters.", field);
        }
    }

    public static void CheckName(string? name, string field)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength || name.Any(char.IsControl))
        {
            throw new RefusedException(
                Refusal.Invalid, "person-name", $"A name has 1 to {MaxNameLength} characters, none of them a control character.", field);
        }
    }
}
