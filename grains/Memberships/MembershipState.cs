using System.Text.Json.Serialization;
using Adilas.Storage;

namespace Adilas.Memberships;

/// <summary>Everything stored about the link between a corporation and a user.</summary>
[GenerateSerializer, Immutable, Alias("adilas.MembershipState")]
internal sealed record MembershipState : JournalState
{
    public const string Owner = "owner";

    /// <summary><c>null</c> while there is no link.</summary>
    [Id(0)] public string? Role { get; init; }

    /// <summary>UTC.</summary>
    [Id(1)] public DateTimeOffset Since { get; init; }

    [JsonIgnore] public bool Exists => Role is not null;

    /// <summary>Takes the link away. The version goes on, so that whoever holds a copy sees that it went.</summary>
    public MembershipState End() => Exists ? this with { Role = null } : this;

    public MembershipState EstablishOwner(DateTimeOffset now) => Role is Owner ? this : this with { Role = Owner, Since = now };
}
