using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Settings;

/// <summary>One version of one layer of settings, and the rules by which the next one comes.</summary>
[GenerateSerializer, Immutable, Alias("adilas.SettingsProfileState")]
internal sealed record SettingsProfileState : JournalState
{
    public const int MaxReasonLength = 500;
    public const int MaxChanges = 1000;

    /// <summary><c>null</c> until something was set.</summary>
    [Id(0)] public SettingsDocument? Document { get; init; }

    /// <summary>UTC.</summary>
    [Id(1)] public DateTimeOffset ChangedAt { get; init; }

    [Id(2)] public string ChangedBy { get; init; } = "";

    [Id(3)] public string? Reason { get; init; }

    [JsonIgnore] public bool Exists => Document is not null;

    public SettingsProfileState Edit(SettingsEdit edit, string actor, DateTimeOffset now)
    {
        CheckReason(edit.Reason);
        if (edit is { Kind: SettingsEditKind.Replace, ExpectedVersion: null } && Exists)
        {
            throw new RefusedException(
                Refusal.VersionRequired, "if-match-required", "To replace a layer, say which version you read.", "If-Match");
        }

        CheckExpected(edit.ExpectedVersion);
        return With(Edited(edit), edit.Reason, actor, now);
    }

    /// <summary>What <see cref="Edit"/> would change. To look needs no version; one that is given must be the newest.</summary>
    public ImmutableArray<ValueChange> Preview(SettingsEdit edit)
    {
        CheckReason(edit.Reason);
        CheckExpected(edit.ExpectedVersion);
        return [.. JsonDifference.Between(Document?.Json ?? "{}", Edited(edit).Json, MaxChanges)];
    }

    public SettingsProfileState Restore(SettingsDocument earlier, long? expectedVersion, string? reason, string actor, DateTimeOffset now)
    {
        CheckReason(reason);
        CheckExpected(expectedVersion);
        return With(earlier, reason, actor, now);
    }

    public SettingsLayer ToLayer(ProfileScope scope) => new(scope.Text, Version, Document!, ChangedAt, ChangedBy, Reason);

    private SettingsProfileState With(SettingsDocument document, string? reason, string actor, DateTimeOffset now) => document == Document
        ? this
        : this with { Document = document, ChangedAt = now, ChangedBy = actor, Reason = reason };

    private SettingsDocument Edited(SettingsEdit edit) => edit.Kind switch
    {
        SettingsEditKind.Replace => SettingsDocument.Parse(edit.Json),
        SettingsEditKind.Merge => MergePatch.Apply(Document ?? SettingsDocument.Empty, SettingsDocument.Parse(edit.Json)),
        SettingsEditKind.Value => MergePatch.Set(Document ?? SettingsDocument.Empty, edit.Path, edit.Json),
    };

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
