using System.Collections.Immutable;
using System.Security.Cryptography;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Journal;
using Adilas.Storage;

namespace Adilas.Jobs;

/// <summary>What one call stores of a corporation's jobs: all of it, or nothing.</summary>
internal sealed class JobWrite(CorporationId corporation) : IQueuedWrite
{
    private const int OverheadBytes = 256;
    private const int RowBytes = 512;
    private const int Waiting = 0, Taken = 1, Withdrawn = 2;

    private readonly TaskCompletionSource<JobWritten> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int stage;

    public string Corporation { get; } = corporation.Value;

    /// <summary>Stands in each row that it stores, to know it again when the answer to a commit was lost.</summary>
    public long Id { get; } = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;

    public ImmutableArray<JobRow> Added { get; init; } = [];

    /// <summary>The modes of the corporation in which jobs may be added.</summary>
    public Modes Modes { get; init; } = Modes.Any;

    public Func<JobWritten, ImmutableArray<Effect>> Effects { get; init; } = static _ => [];

    public ImmutableArray<JobChange> Changes { get; init; } = [];

    /// <summary>Lines that are looked through for their first job.</summary>
    public ImmutableArray<JobLine> Settled { get; init; } = [];

    /// <summary>What the attempt under way stores; kept, for it may turn out to have been stored.</summary>
    public JobWritten? Planned { get; set; }

    public string Turn => Corporation;

    public int SizeBytes =>
        OverheadBytes + (RowBytes * Settled.Length) + Changes.Sum(change => RowBytes + change.Bytes) + Added.Sum(row => RowBytes + row.Payload.Length);

    public JournalKey? FenceKey => null;

    public bool ChangesFacts => false;

    public long EnteredAt { get; set; }

    public bool NeedsModeCheck => Modes != Modes.Any && Added.Length > 0;

    public Task<JobWritten> Outcome => outcome.Task;

    public bool IsSettled => outcome.Task.IsCompleted;

    public bool TryTake() => Interlocked.CompareExchange(ref stage, Taken, Waiting) == Waiting;

    public void Withdraw(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref stage, Withdrawn, Waiting) == Waiting) outcome.TrySetCanceled(cancellationToken);
    }

    public void Succeed(JobWritten written) => outcome.TrySetResult(written);

    public void Fail(Exception refusal) => outcome.TrySetException(refusal);
}

/// <param name="Added">The id of each job that was to be added; for a dedupe key that was taken, of the job that has it.</param>
/// <param name="Changed">Each job after its change; <c>null</c>: the change did not apply.</param>
/// <param name="Settled">The lines that hold jobs.</param>
internal sealed record JobWritten(ImmutableArray<JobId> Added, ImmutableArray<JobRow?> Changed, ImmutableArray<JobLine> Settled);
