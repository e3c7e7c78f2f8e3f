using System.Collections.Immutable;
using Adilas.Access;

namespace Adilas.Webhooks;

/// <summary>What can happen in a corporation and is told to its endpoints. Names are stored and known outside: never change one.</summary>
public static class EventType
{
    public const string CorporationCreated = "corporation.created";
    public const string CorporationChanged = "corporation.changed";
    public const string CorporationModeChanged = "corporation.modeChanged";
    public const string CorporationClosed = "corporation.closed";
    public const string CorporationRestored = "corporation.restored";
    public const string SettingsChanged = "settings.changed";
    public const string MembershipEstablished = "membership.established";
    public const string MembershipChanged = "membership.changed";
    public const string MembershipEnded = "membership.ended";
    public const string JobDead = "job.dead";
    public const string WebhookDisabled = "webhook.disabled";

    /// <summary>Sent when it is asked for, and to whoever it is asked for, whatever that endpoint wants to hear of.</summary>
    public const string WebhookTest = "webhook.test";

    /// <summary>What an endpoint may ask for, besides <see cref="Any"/> and <c>group.*</c>.</summary>
    public static readonly ImmutableArray<string> Known =
    [
        CorporationCreated, CorporationChanged, CorporationModeChanged, CorporationClosed, CorporationRestored, SettingsChanged,
        MembershipEstablished, MembershipChanged, MembershipEnded, JobDead, WebhookDisabled,
    ];

    /// <summary>Everything, also what later releases tell.</summary>
    public const string Any = "*";

    /// <summary>All names by which an endpoint may have asked for a type: its own, its group's, and <see cref="Any"/>.</summary>
    public static ImmutableArray<string> Patterns(string type) => [type, GroupOf(type), Any];

    public static bool IsPattern(string? text) => text is Any || (text is not null && Known.Any(type => type == text || GroupOf(type) == text));

    /// <summary>What whoever wants to be told must be allowed to read: an endpoint must not tell what its maker may not see.</summary>
    public static ImmutableArray<Permission> Needs(string pattern) => pattern switch
    {
        Any => [Permission.SettingsRead, Permission.PeopleRead],

        // Layers of users and roles are settings that name them.
        _ when pattern.StartsWith("settings.", StringComparison.Ordinal) => [Permission.SettingsRead, Permission.PeopleRead],
        _ when pattern.StartsWith("membership.", StringComparison.Ordinal) => [Permission.PeopleRead],
        _ => [],
    };

    private static string GroupOf(string type) => $"{type[..type.IndexOf('.')]}.*";
}
