namespace Adilas.Settings.Drafts;

/// <summary>One line in a layer's list of drafts.</summary>
/// <param name="Author">Whose change it is: who made it, or changed it last.</param>
/// <param name="Reason">Why, when it was said.</param>
/// <param name="NeedsApproval">Whether it takes a second person's consent.</param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsDraftSummary")]
public sealed record SettingsDraftSummary(
    SettingsDraftId Id,
    SettingsDraftPhase Phase,
    SettingsEditKind Kind,
    string Author,
    string? Reason,
    bool NeedsApproval,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? EffectiveAt)
{
    /// <summary>The layer's, as written in URLs.</summary>
    [Id(0)] public string Scope { get; init; } = "";
}
