using Adilas.Access;
using Adilas.Storage;
using Adilas.Webhooks;

namespace Adilas.Journal;

/// <summary>One write on its way: the row, what is stored with it, and who waits for it.</summary>
internal sealed class JournalWrite(
    JournalRow row,
    Modes modes,
    long after,
    IReadOnlyList<ProjectedRows> projections,
    IReadOnlyList<Effect> effects,
    IReadOnlyList<CorporationEvent>? events = null) : IQueuedWrite
{
    private const int RowOverheadBytes = 512;
    private const int ValueOverheadBytes = 16;
    private const int Waiting = 0, Taken = 1, Withdrawn = 2;

    private readonly TaskCompletionSource<StoredVersion> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int stage;

    public JournalRow Row { get; } = row;

    /// <summary>The modes of the corporation in which this may be stored.</summary>
    public Modes Modes { get; } = modes;

    public IReadOnlyList<ProjectedRows> Projections { get; } = projections;

    public IReadOnlyList<Effect> Effects { get; } = effects;

    public IReadOnlyList<CorporationEvent> Events { get; } = events ?? [];

    /// <summary>Whether the attempt under way has made deliveries of its events.</summary>
    public bool HasDeliveries { get; set; }

    public bool ChangesFacts { get; } = projections.Any(rows => rows.Table == ProjectedRows.FactTable);

    /// <summary>Whether the row is all that is stored.</summary>
    public bool IsRowAlone => Projections.Count == 0 && Effects.Count == 0 && Events.Count == 0;

    public bool NeedsModeCheck => Row.Corporation.Length > 0 && Modes != Modes.Any;

    public JournalKey? FenceKey => Row.Key;

    /// <summary>The corporation, or for the platform's own grains that grain.</summary>
    public string Turn { get; } = row.Corporation.Length > 0 ? row.Corporation : row.Key.GrainKey;

    public int SizeBytes { get; } = RowOverheadBytes + (row.Payload?.Length ?? 0) + Size(projections) + Size(effects) + Size(events);

    public long EnteredAt { get; set; }

    /// <summary>When the attempt under way says that it was written, microseconds since 1970.</summary>
    public long At { get; private set; }

    /// <summary>When the attempt under way began, microseconds since 1970: earlier than <see cref="At"/> where time had to be pushed on.</summary>
    public long StampedAt { get; private set; }

    public byte[] Hash { get; private set; } = [];

    public Task<StoredVersion> Outcome => outcome.Task;

    public bool IsSettled => outcome.Task.IsCompleted;

    /// <summary>Time never stands still or goes back within a grain.</summary>
    public void Stamp(long now)
    {
        StampedAt = now;
        At = Math.Max(after + 1, now);
        Hash = JournalHash.Of(Row, At);
    }

    public bool TryTake() => Interlocked.CompareExchange(ref stage, Taken, Waiting) == Waiting;

    /// <summary>The caller's cancellation: heeded only while it waits.</summary>
    public void Withdraw(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref stage, Withdrawn, Waiting) == Waiting) outcome.TrySetCanceled(cancellationToken);
    }

    public void Succeed(long at, byte[] hash) => outcome.TrySetResult(new StoredVersion(Row.Version, at, hash));

    public void Fail(Exception refusal) => outcome.TrySetException(refusal);

    private static int Size(IReadOnlyList<ProjectedRows> projections) =>
        projections.Count == 0 ? 0 : projections.Sum(rows => rows.Rows.Sum(row => row.Sum(Size)));

    private static int Size(IReadOnlyList<Effect> effects) =>
        effects.Count == 0 ? 0 : effects.Sum(effect => effect.Values.Sum(value => Size(value.Value)));

    // The statement names the columns of a job, and is sent once for each event: its endpoints are looked up by the server.
    private static int Size(IReadOnlyList<CorporationEvent>? events) => events?.Sum(happened => (4 * RowOverheadBytes) + happened.Body.Length) ?? 0;

    private static int Size(object? value) => ValueOverheadBytes + value switch
    {
        string text => 2 * text.Length,
        byte[] blob => blob.Length,
        _ => 0,
    };
}
