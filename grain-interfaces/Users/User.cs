namespace Adilas.Users;

/// <summary>One person as callers see it. E-mail and name are <c>null</c> once the person was erased.</summary>
[GenerateSerializer, Immutable, Alias("adilas.User")]
public sealed record User(UserId Id, string? Email, string? Name, DateTimeOffset RegisteredAt)
{
    // A record that is written to a log shows who it is about, and nothing else.
    public override string ToString() => $"user {Id}";
}
