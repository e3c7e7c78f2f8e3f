using System.Text.Json;

namespace Adilas.Settings;

/// <summary>A layer's new document, or for PATCH a merge patch (RFC 7396) of it.</summary>
/// <param name="Document">A JSON object.</param>
/// <param name="Locks">Paths that no higher layer may change, at most 200. Absent: as they are, or with PUT none.</param>
/// <param name="Conditions">Values for some corporations or some time, at most 200; absent as with locks.</param>
/// <param name="Reason">Why, at most 500 characters.</param>
/// <param name="EffectiveAt">Makes the change at this time: in the future, at most 366 days ahead. The answer is a draft then.</param>
internal sealed record SettingsBody(
    JsonElement Document, string[]? Locks = null, SettingsConditionView[]? Conditions = null, string? Reason = null, DateTimeOffset? EffectiveAt = null);

/// <summary>One value; <c>null</c> is a value too.</summary>
/// <param name="EffectiveAt">As for a layer's document.</param>
internal sealed record SettingsValueBody(JsonElement Value, string? Reason = null, DateTimeOffset? EffectiveAt = null);

/// <param name="Version">Which earlier version becomes the newest again.</param>
/// <param name="Reason">Why, at most 500 characters.</param>
internal sealed record SettingsRestoreBody(long Version, string? Reason = null);
