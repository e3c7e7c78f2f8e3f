using System.Text.Json;
using Adilas.Http;

namespace Adilas.Settings.Drafts;

/// <summary>A change of a layer that is not made yet.</summary>
/// <param name="Kind">What it does: replace the document, merge a patch (RFC 7396) into it, or set one value. Absent: value when there is a path, merge otherwise.</param>
/// <param name="Path">Of the one value, such as limits.users.</param>
/// <param name="Locks">Paths that no higher layer may change, at most 200. Absent: as they are, or with replace none.</param>
/// <param name="Conditions">Values for some corporations or some time, at most 200; absent as with locks.</param>
/// <param name="Reason">Why, at most 500 characters.</param>
/// <param name="EffectiveAt">Once approved it applies itself at this time: in the future, at most 366 days ahead.</param>
internal sealed record SettingsDraftBody(
    SettingsEditKind? Kind = null,
    string? Path = null,
    string[]? Locks = null,
    SettingsConditionView[]? Conditions = null,
    string? Reason = null,
    DateTimeOffset? EffectiveAt = null)
{
    /// <summary>A JSON object: the document or the patch.</summary>
    public JsonElement Document { get; init; }

    /// <summary>The one value; null is a value too.</summary>
    public JsonElement Value { get; init; }

    /// <exception cref="HttpProblem">400: parts that do not go together.</exception>
    public SettingsDraftOrder ToOrder()
    {
        var kind = Kind ?? (Path is null ? SettingsEditKind.Merge : SettingsEditKind.Value);
        var isValue = kind is SettingsEditKind.Value;
        if (isValue && Path is null) throw Invalid("'path' is missing.", "path");
        if (isValue && Value.ValueKind is JsonValueKind.Undefined) throw Invalid("'value' is missing.", "value");
        if (isValue && Document.ValueKind is not JsonValueKind.Undefined) throw Invalid("A draft of one value has no 'document'.", "document");
        if (!isValue && Document.ValueKind is not JsonValueKind.Object) throw Invalid("'document' must be an object.", "document");
        if (!isValue && (Path is not null || Value.ValueKind is not JsonValueKind.Undefined))
            throw Invalid("'path' and 'value' go with the kind value only.", Path is null ? "value" : "path");

        var edit = new SettingsEdit(
            kind,
            (isValue ? Value : Document).GetRawText(),
            Path,
            Reason: Reason,
            Locks: Locks is null ? null : [.. Locks],
            Conditions: Conditions is null ? null : [.. Conditions.Select(condition => condition.ToCondition())]);
        return new SettingsDraftOrder(edit, EffectiveAt);
    }

    private static HttpProblem Invalid(string message, string field) => HttpProblem.Invalid("member-invalid", message, field);
}

/// <param name="Reason">Why, at most 500 characters.</param>
internal sealed record SettingsRejectBody(string Reason);
