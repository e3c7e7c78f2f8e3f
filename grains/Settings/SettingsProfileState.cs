using System.Text.Json;
using System.Text.Json.Serialization;
using Adilas.Refusals;
using Adilas.Settings.Drafts;
using Adilas.Storage;

namespace Adilas.Settings;

/// <summary>One version of one layer of settings, and the rules by which the next one comes.</summary>
[GenerateSerializer, Immutable, Alias("adilas.SettingsProfileState")]
internal sealed record SettingsProfileState : JournalState
{
    public const int MaxReasonLength = 500;

    /// <summary><c>null</c> until something was set.</summary>
    [Id(0)] public SettingsDocument? Document { get; init; }

    /// <summary>UTC.</summary>
    [Id(1)] public DateTimeOffset ChangedAt { get; init; }

    [Id(2)] public string ChangedBy { get; init; } = "";

    [Id(3)] public string? Reason { get; init; }

    /// <summary><c>null</c> for none: most layers have none, and their rows stay as they were.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Locks { get; init; }

    /// <inheritdoc cref="Locks"/>
    [Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<SettingsCondition>? Conditions { get; init; }

    /// <summary>The draft that made this version; <c>null</c> when it was written at once.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public SettingsDraftId? Draft { get; init; }

    [JsonIgnore] public bool Exists => Document is not null;

    /// <summary>The version that a journal row holds; <c>null</c> once it was thinned.</summary>
    public static SettingsProfileState? Read(JournalEntry row) => row.Payload is null
        ? null
        : JsonSerializer.Deserialize<SettingsProfileState>(row.Payload, StoredJson.Options)! with { Version = row.Version };

    public SettingsProfileState Edit(LayerKind layer, SettingsEdit edit, string actor, DateTimeOffset now)
    {
        CheckReason(edit.Reason);
        if (edit is { Kind: SettingsEditKind.Replace, ExpectedVersion: null } && Exists)
        {
            throw new RefusedException(
                Refusal.VersionRequired, "if-match-required", "To replace a layer, say which version you read.", "If-Match");
        }

        CheckExpected(edit.ExpectedVersion);
        return With(Edited(layer, edit), edit.Reason, actor, now);
    }

    /// <summary>As <see cref="Edit"/>, by a draft.</summary>
    public SettingsProfileState Apply(LayerKind layer, SettingsEdit edit, SettingsDraftId draft, string actor, DateTimeOffset now)
    {
        var next = Edit(layer, edit, actor, now);
        return ReferenceEquals(next, this) ? this : next with { Draft = draft };
    }

    /// <summary>What <see cref="Edit"/> would make of this. To look needs no version; one that is given must be the newest.</summary>
    public SettingsProfileState Preview(LayerKind layer, SettingsEdit edit)
    {
        CheckReason(edit.Reason);
        CheckExpected(edit.ExpectedVersion);
        return Edited(layer, edit);
    }

    public SettingsProfileState Restore(
        LayerKind layer, SettingsProfileState earlier, long? expectedVersion, string? reason, string actor, DateTimeOffset now)
    {
        CheckReason(reason);
        CheckExpected(expectedVersion);
        var restored = this with { Document = earlier.Document, Locks = earlier.Locks, Conditions = earlier.Conditions };
        SettingsRules.Check(layer, restored, this);
        return With(restored, reason, actor, now);
    }

    /// <summary>All that this version says about a path, as a text to compare.</summary>
    public string Says(string path, ReadOnlySpan<string> names)
    {
        var node = JsonElement.Parse(Document?.Json ?? "{}");
        foreach (var name in names)
            if (node.ValueKind is not JsonValueKind.Object) break;
            else if (!node.TryGetProperty(name, out node)) break;

        bool Touches(string other) => SettingsPath.IsWithin(path, other) || SettingsPath.IsWithin(other, path);
        var text = node.ValueKind is JsonValueKind.Undefined ? "" : node.GetRawText();

        // Its own words hide what a condition holds: they are for logs.
        var conditions = (Conditions ?? []).Where(it => Touches(it.Path)).Select(it => JsonSerializer.Serialize(it, StoredJson.Options));
        return string.Join('\n', [text, .. conditions, .. (Locks ?? []).Where(Touches)]);
    }

    /// <summary>Where this differs from the version before it, in values, locks and conditions, at most <paramref name="limit"/> paths.</summary>
    public IReadOnlyList<string> ChangedPaths(SettingsProfileState before, int limit)
    {
        var values = JsonDifference.Between(before.Document?.Json ?? "{}", Document?.Json ?? "{}", limit).Select(change => change.Path);
        var locks = (before.Locks ?? []).Except(Locks ?? []).Concat((Locks ?? []).Except(before.Locks ?? []));
        var (earlier, later) = (before.Conditions ?? [], Conditions ?? []);
        var conditions = earlier.SequenceEqual(later) ? [] : earlier.Concat(later).Select(condition => condition.Path);
        return [.. values.Concat(locks).Concat(conditions).Distinct(StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>Takes everything away. The version goes on, so that whoever follows the layer sees that it went.</summary>
    public SettingsProfileState Remove(string actor, DateTimeOffset now) => Exists
        ? this with { Document = null, Locks = null, Conditions = null, ChangedAt = now, ChangedBy = actor, Reason = null, Draft = null }
        : this;

    public SettingsLayer ToLayer(ProfileScope scope) => new(scope.Text, Version, Document!, ChangedAt, ChangedBy, Reason)
    {
        Locks = [.. Locks ?? []],
        Conditions = [.. Conditions ?? []],
        Draft = Draft,
    };

    /// <summary>This, when <paramref name="edited"/> says the same.</summary>
    private SettingsProfileState With(SettingsProfileState edited, string? reason, string actor, DateTimeOffset now) =>
        edited.Document == Document && (edited.Locks ?? []).SequenceEqual(Locks ?? []) && (edited.Conditions ?? []).SequenceEqual(Conditions ?? [])
            ? this
            : edited with { ChangedAt = now, ChangedBy = actor, Reason = reason, Draft = null };

    private SettingsProfileState Edited(LayerKind layer, SettingsEdit edit)
    {
        var edited = this with
        {
            Document = edit.Kind switch
            {
                SettingsEditKind.Replace => SettingsDocument.Parse(edit.Json),
                SettingsEditKind.Merge => MergePatch.Apply(Document ?? SettingsDocument.Empty, SettingsDocument.Parse(edit.Json)),
                SettingsEditKind.Value => MergePatch.Set(Document ?? SettingsDocument.Empty, edit.Path, edit.Json),
            },
            Locks = edit.Locks is { } locks ? SettingsRules.Locks(locks) : edit.Kind is SettingsEditKind.Replace ? null : Locks,
            Conditions = edit.Conditions is { } conditions ? SettingsRules.Conditions(conditions) : edit.Kind is SettingsEditKind.Replace ? null : Conditions,
        };
        SettingsRules.Check(layer, edited, this);
        return edited;
    }

    /// <summary>0 says that there is none, which is so again once it was taken away, whatever its last version.</summary>
    private void CheckExpected(long? expected)
    {
        if (expected is not 0 || Exists) CheckVersion(expected);
    }

    private static void CheckReason(string? reason)
    {
        if (reason?.Length > MaxReasonLength)
            throw new RefusedException(Refusal.Invalid, "reason-too-long", $"A reason has at most {MaxReasonLength} characters.", "reason");
    }
}
