using Adilas.Platform;
using Adilas.Refusals;
using Orleans.Storage;

namespace Adilas.Journal;

/// <summary>What a writer is told when its write was not stored. Each gets an exception of its own, and none a driver's.</summary>
internal static class JournalRefusals
{
    public static RefusedException NoActor() =>
        new(Refusal.Forbidden, "no-actor", "A write needs a call scope that says who acts: open one before changing state.");

    public static RefusedException TooLarge(int bytes) => new(
        Refusal.Invalid, "state-too-large", $"The state has {bytes:N0} bytes as stored; at most {JournalRow.MaxPayloadBytes:N0} are allowed.");

    public static InconsistentStateException Stale(JournalWrite write, StoredRow stored) => new(
        $"Version {write.Row.Version} of {write.Row.Key.StateName} {write.Row.Key.GrainType}/{write.Row.Key.GrainKey} was stored by another.",
        new StoredVersion(stored.Version, stored.At, stored.Hash).ToString(),
        currentEtag: null);

    public static RefusedException OutcomeUnknown() => new(
        Refusal.OutcomeUnknown, "outcome-unknown", "The database did not say whether the change was stored; repeat it with the same operation id.");

    public static RefusedException Of(DatabaseFailure kind) => DatabaseRefusals.Create(kind);

    public static RefusedException Stopping() => new(Refusal.Unavailable, "journal-stopping", "This silo is stopping; try again.");
}
