using System.Text.Json;
using System.Text.Json.Serialization;
using Adilas.Corporations;

namespace Adilas.Settings.Drafts;

/// <summary>One line in a list of drafts.</summary>
/// <param name="State">open, approved, scheduled, applied, rejected, failed or withdrawn.</param>
/// <param name="NeedsApproval">Whether it takes a second person's consent.</param>
internal sealed record SettingsDraftLine(
    string Scope,
    SettingsDraftId Id,
    SettingsDraftPhase State,
    SettingsEditKind Kind,
    string Author,
    string? Reason,
    bool NeedsApproval,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? EffectiveAt)
{
    public static SettingsDraftLine Of(SettingsDraftSummary it) =>
        new(it.Scope, it.Id, it.Phase, it.Kind, it.Author, it.Reason, it.NeedsApproval, it.CreatedAt, it.ChangedAt, it.EffectiveAt);
}

/// <summary>A change of a layer that waits: for a second person, for its time, or for whoever applies it.</summary>
/// <param name="Version">The draft's own; its ETag.</param>
/// <param name="State">open, approved, scheduled, applied, rejected, failed or withdrawn.</param>
/// <param name="Document">The document or the patch; absent for one value.</param>
/// <param name="Path">Of the one value.</param>
/// <param name="Value">The one value.</param>
/// <param name="BasedOn">The layer's version on which it was made.</param>
/// <param name="NeedsApproval">The settings in it that take a second person's consent.</param>
/// <param name="Note">Why it was rejected, why it failed, or what it waits for after its time.</param>
/// <param name="NoteCode">The name of that reason, when the layer gave it.</param>
/// <param name="Token">Once applied: names the layer's version, such as <c>corporation:acme@12</c>.</param>
internal sealed record SettingsDraftView(
    string Scope,
    SettingsDraftId Id,
    long Version,
    SettingsDraftPhase State,
    SettingsEditKind Kind,
    JsonElement? Document,
    string? Path,
    JsonElement? Value,
    IReadOnlyList<string>? Locks,
    IReadOnlyList<SettingsConditionView>? Conditions,
    string? Reason,
    DateTimeOffset? EffectiveAt,
    long BasedOn,
    IReadOnlyList<string> NeedsApproval,
    string Author,
    string? OnBehalfOf,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    string? ApprovedBy,
    DateTimeOffset? ApprovedAt,
    string? EndedBy,
    string? Note,
    string? NoteCode,
    string? Token)
{
    /// <summary>In the answer to who made it: why the layer changes nothing for anybody yet, when nothing refers to it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unused { get; init; }

    public static SettingsDraftView Of(SettingsDraft it)
    {
        var content = JsonElement.Parse(it.Edit.Json);
        var isValue = it.Edit.Kind is SettingsEditKind.Value;
        return new SettingsDraftView(
            it.Scope, it.Id, it.Version, it.Phase, it.Edit.Kind, isValue ? null : content, it.Edit.Path, isValue ? content : null,
            it.Edit.Locks, it.Edit.Conditions?.Select(SettingsConditionView.Of).ToList(), it.Edit.Reason, it.EffectiveAt, it.BasedOn,
            it.NeedsApproval, it.Author, it.OnBehalfOf, it.CreatedAt, it.ChangedAt, it.ApprovedBy, it.ApprovedAt, it.EndedBy, it.Note, it.NoteCode, it.Token);
    }
}

/// <summary>A draft and what it would change now.</summary>
/// <param name="Changes">As a dry run tells them; <c>null</c> when it has ended or would be refused.</param>
/// <param name="Corporations">How many corporations the layer reaches; <c>null</c> when the caller may not know.</param>
/// <param name="Problem">Why it would be refused now.</param>
internal sealed record SettingsDraftCheckView(
    SettingsDraftView Draft, IReadOnlyList<ValueChangeView>? Changes, long? Corporations, SettingsDraftProblem? Problem);

/// <param name="Code">Stable kebab-case name of the broken rule.</param>
/// <param name="Detail">A sentence for people.</param>
internal sealed record SettingsDraftProblem(string Code, string Detail);
