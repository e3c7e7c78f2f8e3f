using System.Collections.Frozen;
using Adilas.Refusals;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

/// <summary>
/// Bounds how many kinds of jobs there are for workers outside: each is a lane with a dispatcher of its own. What it remembers only spares questions,
/// so that silos which race may go past the bound by a few.
/// </summary>
internal sealed class JobKinds(IJobStore store, IOptions<JobsOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);

    private FrozenSet<string> known = FrozenSet<string>.Empty;
    private DateTimeOffset readAt;

    /// <exception cref="RefusedException"><see cref="Refusal.TooMany"/>: with these there would be more than there may be.</exception>
    public async Task Check(IEnumerable<string> kinds, CancellationToken cancellationToken)
    {
        var unknown = Unknown(kinds);
        if (unknown.Count == 0) return;
        if (clock.GetUtcNow() - readAt >= ReadAgainAfter)
        {
            readAt = clock.GetUtcNow();
            known = (await store.Lanes(options.Value.MaxKinds + 1, cancellationToken)).Where(IsOutside).ToFrozenSet(StringComparer.Ordinal);
            unknown = Unknown(unknown);
        }

        if (unknown.Count == 0) return;
        if (known.Count + unknown.Count > options.Value.MaxKinds)
        {
            throw new RefusedException(
                Refusal.TooMany,
                "kinds-too-many-in-all",
                $"Jobs of {options.Value.MaxKinds:N0} kinds wait in this runtime, which is as many as may: '{unknown.First()}' would be another.",
                "kind");
        }

        known = [.. known, .. unknown];
    }

    public static bool IsOutside(string lane) => JobLanes.Of(lane) != JobLane.Runtime && !lane.StartsWith('~');

    private HashSet<string> Unknown(IEnumerable<string> kinds) =>
        kinds.Where(kind => IsOutside(kind) && !known.Contains(kind)).ToHashSet(StringComparer.Ordinal);
}
