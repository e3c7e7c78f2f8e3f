using System.Collections.Immutable;
using Adilas.Corporations;

namespace Adilas.Jobs;

/// <summary>
/// Whose turn it is, by start-time fair queueing: each corporation has a clock that goes on by one for each job that it is given, divided by
/// its weight; the one whose clock is furthest behind is next. Who comes anew, or again, begins at the time of those who are being served,
/// so that nobody saves up turns by doing nothing.
/// </summary>
internal sealed class FairTurns
{
    /// <summary>How long a queue may keep silent about what it was granted before it is asked again.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private readonly Dictionary<CorporationId, Turn> turns = [];
    private readonly SortedSet<Turn> ready = new(ByTime.Order);
    private readonly SortedSet<Turn> upcoming = new(ByWakeTime.Order);

    /// <summary>Where the clock of whoever was given a job last stood when it was.</summary>
    private double served;

    /// <summary>Corporations that are known of.</summary>
    public int Count => turns.Count;

    /// <summary>Of them, those with jobs that may begin.</summary>
    public int Ready => ready.Count;

    public int Due => ready.Sum(turn => turn.Due);

    /// <summary>When the next corporation becomes ready by itself.</summary>
    public DateTimeOffset? NextAt => upcoming.Min?.WakeAt;

    /// <summary>How many wait for their time: each corporation once, however often it is told of.</summary>
    public int Upcoming => upcoming.Count;

    /// <summary>What a corporation's queue says of itself.</summary>
    public void Tell(CorporationId corporation, int due, DateTimeOffset? nextAt, int weight)
    {
        var turn = Of(corporation);
        turn.Weight = Math.Max(1, weight);
        Set(turn, due);
        Expect(turn, nextAt, askAt: null);
        if (nextAt is null && due == 0) turns.Remove(corporation);
    }

    /// <summary>What the store says: that something may be due at a time.</summary>
    public void Hear(CorporationId corporation, DateTimeOffset dueAt, DateTimeOffset now)
    {
        var turn = Of(corporation);
        if (dueAt <= now)
        {
            if (turn.Due == 0 && turn.AskAt is null) Set(turn, 1);
        }
        else if (turn.NextAt is not { } known || known > dueAt || known <= now)
        {
            Expect(turn, dueAt, turn.AskAt);
        }
    }

    /// <summary>Those whose time has come are ready.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (upcoming.Min is { } turn && turn.WakeAt <= now)
        {
            Expect(turn, turn.NextAt <= now ? null : turn.NextAt, turn.AskAt <= now ? null : turn.AskAt);
            if (turn.Due == 0) Set(turn, 1);
        }
    }

    /// <summary>Shares out room for jobs.</summary>
    /// <returns>At most <paramref name="room"/> jobs, one entry a corporation.</returns>
    public ImmutableArray<JobGrant> Grant(int room, DateTimeOffset now)
    {
        Advance(now);
        var granted = new Dictionary<CorporationId, int>();
        while (room > 0 && ready.Min is { } turn)
        {
            // Several at once only to who is alone: else the next one's turn comes after each.
            var count = ready.Count == 1 ? Math.Min(room, turn.Due) : 1;
            ready.Remove(turn);
            turn.Due -= count;
            turn.Time += (double)count / turn.Weight;
            served = turn.Time - (1.0 / turn.Weight);
            if (turn.Due > 0) ready.Add(turn);
            else Expect(turn, turn.NextAt, now + Silence);
            granted[turn.Corporation] = granted.GetValueOrDefault(turn.Corporation) + count;
            room -= count;
        }

        return [.. granted.Select(grant => new JobGrant(grant.Key, grant.Value))];
    }

    /// <summary>Nobody took what was granted.</summary>
    public void GiveBack(ImmutableArray<JobGrant> grants)
    {
        foreach (var grant in grants) Set(Of(grant.Corporation), Of(grant.Corporation).Due + grant.Count);
    }

    private void Expect(Turn turn, DateTimeOffset? nextAt, DateTimeOffset? askAt)
    {
        if (turn.WakeAt is not null) upcoming.Remove(turn);
        (turn.NextAt, turn.AskAt) = (nextAt, askAt);
        if (turn.WakeAt is not null) upcoming.Add(turn);
    }

    private Turn Of(CorporationId corporation)
    {
        if (!turns.TryGetValue(corporation, out var turn)) turns.Add(corporation, turn = new Turn(corporation));
        return turn;
    }

    private void Set(Turn turn, int due)
    {
        if (turn.Due > 0) ready.Remove(turn);
        else if (due > 0 && turn.Time < served) turn.Time = served;
        turn.Due = due;
        if (due > 0) ready.Add(turn);
    }

    private sealed class Turn(CorporationId corporation)
    {
        public CorporationId Corporation { get; } = corporation;

        public int Weight { get; set; } = 1;

        public int Due { get; set; }

        public double Time { get; set; }

        /// <summary>When more becomes due.</summary>
        public DateTimeOffset? NextAt { get; set; }

        /// <summary>When its queue will have been silent for too long.</summary>
        public DateTimeOffset? AskAt { get; set; }

        public DateTimeOffset? WakeAt => NextAt is { } next && !(AskAt <= next) ? next : AskAt;
    }

    private sealed class ByTime : IComparer<Turn>
    {
        public static readonly ByTime Order = new();

        public int Compare(Turn? x, Turn? y)
        {
            var order = x!.Time.CompareTo(y!.Time);
            return order != 0 ? order : string.CompareOrdinal(x.Corporation.Value, y.Corporation.Value);
        }
    }

    private sealed class ByWakeTime : IComparer<Turn>
    {
        public static readonly ByWakeTime Order = new();

        public int Compare(Turn? x, Turn? y)
        {
            var order = Nullable.Compare(x!.WakeAt, y!.WakeAt);
            return order != 0 ? order : string.CompareOrdinal(x.Corporation.Value, y.Corporation.Value);
        }
    }
}
