using System.Collections.Immutable;
using Adilas.Access;

namespace Adilas.Settings.Drafts;

/// <summary>A change of a layer that waits: for a second person, for its time, or for whoever applies it.</summary>
/// <param name="Scope">The layer's, as written in URLs.</param>
/// <param name="Version">Rises with whatever happens to the draft; the ETag of the HTTP API.</param>
/// <param name="Edit">The change.</param>
/// <param name="BasedOn">The layer's version on which it was made.</param>
/// <param name="Author">Whose change it is: who made it, or changed it last.</param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsDraft")]
public sealed record SettingsDraft(
    string Scope,
    SettingsDraftId Id,
    long Version,
    SettingsDraftPhase Phase,
    SettingsEdit Edit,
    long BasedOn,
    string Author,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt)
{
    /// <summary>How many drafts of one layer may wait.</summary>
    public const int MaxWaiting = 100;

    /// <summary>As whom the author acted, when that is another.</summary>
    [Id(0)] public string? OnBehalfOf { get; init; }

    /// <summary>From when on it shall hold, UTC.</summary>
    [Id(1)] public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>The settings in it that need a second person's consent, as the layer was when the draft was made or changed.</summary>
    [Id(2)] public ImmutableArray<string> NeedsApproval { get; init; } = [];

    [Id(3)] public string? ApprovedBy { get; init; }

    [Id(4)] public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Who applied, rejected or withdrew it; <c>null</c> when its time came.</summary>
    [Id(5)] public string? EndedBy { get; init; }

    /// <summary>Why it was rejected, why it failed, or what it waits for after its time: a sentence for people.</summary>
    [Id(6)] public string? Note { get; init; }

    /// <summary>The kebab-case name of that reason, when the layer gave it.</summary>
    [Id(7)] public string? NoteCode { get; init; }

    /// <summary>The layer's version that it made or, when it changed nothing, found.</summary>
    [Id(8)] public long? AppliedVersion { get; init; }

    /// <summary>Names that version, so that a reader can wait for it; <c>null</c> until it is applied.</summary>
    public string? Token => AppliedVersion is { } version ? $"{Scope}@{version}" : null;

    /// <summary>Whether this is its author, whoever acts for whom: neither the same hand nor the same person approves it.</summary>
    public bool IsBy(CallerContext caller) => IsSame(caller, Author, OnBehalfOf);

    internal static bool IsSame(CallerContext caller, string author, string? onBehalfOf) =>
        caller.IsSame(author, onBehalfOf);

    /// <summary>Whether nothing can happen to it any more.</summary>
    public static bool IsEnded(SettingsDraftPhase phase) =>
        phase is SettingsDraftPhase.Applied or SettingsDraftPhase.Rejected or SettingsDraftPhase.Withdrawn;
}
