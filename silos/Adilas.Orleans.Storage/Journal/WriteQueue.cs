using Adilas.Refusals;

namespace Adilas.Journal;

/// <summary>
/// Writes that wait for a batch: bounded in bytes, taken in turn by corporation, so that one that writes a lot waits for itself and
/// not others for it. While a batch is under way, the turns in it are in no other.
/// </summary>
internal sealed class WriteQueue<TWrite>(JournalOptions options)
    where TWrite : class, IQueuedWrite
{
    private const int ShareOfOneTurn = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);
    private readonly Queue<Lane> ring = new();
    private readonly LinkedList<Entrance> entrances = new();
    private TaskCompletionSource work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource crowd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int crowdSize;
    private int waiting;
    private long bytes;
    private long entranceBytes;
    private long batches;
    private bool isClosed;

    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Lets a write in, at once or as soon as there is room.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>, <c>journal-busy</c>: no room in time.</exception>
    public Task Enter(TWrite write, CancellationToken cancellationToken)
    {
        LinkedListNode<Entrance> entrance;
        lock (gate)
        {
            if (isClosed) throw JournalRefusals.Stopping();
            if (Fits(write))
            {
                Admit(write);
                return Task.CompletedTask;
            }

            // Who waits outside holds memory too.
            if (entranceBytes + write.SizeBytes > options.MaxQueueBytes / ShareOfOneTurn) throw Busy();
            entrance = entrances.AddLast(new Entrance(write));
            entranceBytes += write.SizeBytes;
        }

        return WaitOutside(entrance, cancellationToken);
    }

    /// <summary>Waits for work and takes a batch of it. Every batch must come back through <see cref="Release"/>.</summary>
    /// <returns>The batch; empty when nothing came within <paramref name="patience"/>, or before the wait was cancelled.</returns>
    public async Task<List<TWrite>> Take(int maxBatchBytes, TimeSpan patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrival;
            lock (gate)
            {
                var batch = Fill(maxBatchBytes);
                if (batch.Count > 0) return batch;
                if (work.Task.IsCompleted) work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = work.Task;
            }

            try
            {
                await arrival.WaitAsync(patience, cancellationToken);
            }
            catch (Exception failure) when (failure is TimeoutException or OperationCanceledException)
            {
                return [];
            }
        }
    }

    /// <summary>Completes once so many writes wait for a batch. For one who asks at a time.</summary>
    public Task WhenCrowded(int count)
    {
        lock (gate)
        {
            if (waiting >= count) return Task.CompletedTask;
            crowdSize = count;
            if (crowd.Task.IsCompleted) crowd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return crowd.Task;
        }
    }

    /// <summary>Gives back the room that a settled batch used, and lets its grains be written again.</summary>
    public void Release(IReadOnlyList<TWrite> batch)
    {
        lock (gate)
        {
            foreach (var write in batch)
            {
                lanes[write.Turn].UnderWay--;
                Forget(write);
            }

            AdmitWaiting();
            work.TrySetResult();
        }
    }

    /// <summary>Refuses what has waited for too long, for a reason that concerns every write.</summary>
    public void Refuse(Func<TWrite, bool> isDue, Func<RefusedException> reason)
    {
        lock (gate)
        {
            foreach (var write in lanes.Values.SelectMany(lane => lane.Writes).Where(write => isDue(write) && write.TryTake()))
                write.Fail(reason());
        }
    }

    /// <summary>Lets nobody in any more and refuses all who wait.</summary>
    public void Close()
    {
        lock (gate) isClosed = true;
        Refuse(_ => true, JournalRefusals.Stopping);
        lock (gate)
        {
            foreach (var entrance in entrances)
            {
                if (entrance.Write.TryTake()) entrance.Write.Fail(JournalRefusals.Stopping());
                entrance.Admitted.TrySetResult();
            }

            entrances.Clear();
        }
    }

    private List<TWrite> Fill(int maxBatchBytes)
    {
        var batch = new List<TWrite>();
        var grains = new HashSet<JournalKey>();
        batches++;
        var size = 0;
        List<Lane>? later = null;
        while (batch.Count < options.MaxBatchRows && ring.TryDequeue(out var lane))
        {
            DropWithdrawn(lane);
            if (!lane.Writes.TryPeek(out var write))
            {
                lane.IsInRing = false;
                continue;
            }

            var tooBig = batch.Count > 0 && size + write.SizeBytes > maxBatchBytes;
            if (tooBig || !MayJoin(lane, write, grains) || !write.TryTake())
            {
                (later ??= []).Add(lane);
                if (tooBig) break;
                continue;
            }

            lane.Writes.Dequeue();
            waiting--;
            batch.Add(write);
            if (write.FenceKey is { } fence) grains.Add(fence);
            size += write.SizeBytes;
            lane.UnderWay++;
            lane.LastBatch = batches;
            lane.IsClosed = write.ChangesFacts;
            ring.Enqueue(lane);
        }

        foreach (var lane in later ?? []) ring.Enqueue(lane);
        return batch;
    }

    /// <summary>
    /// A turn that is under way in another batch waits for it: that one may be stuck because of this very turn. A write that changes a
    /// corporation's facts shares a batch with no other of that corporation, so that "after the change" has one meaning, and so that
    /// no batch must turn its shared lock into an exclusive one.
    /// </summary>
    private bool MayJoin(Lane lane, TWrite write, HashSet<JournalKey> grains)
    {
        var isFirst = lane.LastBatch != batches;
        if (isFirst) return lane.UnderWay == 0;
        return !lane.IsClosed && !write.ChangesFacts && (write.FenceKey is not { } fence || !grains.Contains(fence));
    }

    private void DropWithdrawn(Lane lane)
    {
        while (lane.Writes.TryPeek(out var write) && write.IsSettled)
        {
            lane.Writes.Dequeue();
            waiting--;
            Forget(write);
        }
    }

    private bool Fits(TWrite write)
    {
        if (bytes + write.SizeBytes > options.MaxQueueBytes) return false;
        return !lanes.TryGetValue(write.Turn, out var lane) || lane.Bytes == 0
            || lane.Bytes + write.SizeBytes <= options.MaxQueueBytes / ShareOfOneTurn;
    }

    private void Admit(TWrite write)
    {
        if (!lanes.TryGetValue(write.Turn, out var lane)) lanes.Add(write.Turn, lane = new Lane());
        bytes += write.SizeBytes;
        lane.Bytes += write.SizeBytes;
        lane.Writes.Enqueue(write);
        if (!lane.IsInRing) ring.Enqueue(lane);
        lane.IsInRing = true;
        if (++waiting == crowdSize) crowd.TrySetResult();
        work.TrySetResult();
    }

    private void Forget(TWrite write)
    {
        bytes -= write.SizeBytes;
        var lane = lanes[write.Turn];
        lane.Bytes -= write.SizeBytes;
        if (lane.Bytes == 0) lanes.Remove(write.Turn);
    }

    private void AdmitWaiting()
    {
        for (var node = entrances.First; node is not null;)
        {
            var next = node.Next;
            if (Fits(node.Value.Write))
            {
                Leave(node);
                Admit(node.Value.Write);
                node.Value.Admitted.TrySetResult();
            }

            node = next;
        }
    }

    private async Task WaitOutside(LinkedListNode<Entrance> entrance, CancellationToken cancellationToken)
    {
        var admitted = entrance.Value.Admitted.Task;
        try
        {
            await admitted.WaitAsync(options.MaxQueueWait, cancellationToken);
        }
        catch (Exception failure) when (failure is TimeoutException or OperationCanceledException)
        {
            lock (gate)
            {
                if (admitted.IsCompleted) return;
                Leave(entrance);
            }

            if (failure is TimeoutException) throw Busy();
            throw;
        }
    }

    private void Leave(LinkedListNode<Entrance> node)
    {
        entrances.Remove(node);
        entranceBytes -= node.Value.Write.SizeBytes;
    }

    private static RefusedException Busy() =>
        new(Refusal.Unavailable, "journal-busy", "More changes wait to be stored than there is room for; try again.");

    private sealed class Entrance(TWrite write)
    {
        public TWrite Write { get; } = write;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Lane
    {
        public Queue<TWrite> Writes { get; } = new();

        public long Bytes { get; set; }

        public bool IsInRing { get; set; }

        /// <summary>How many of its writes are in batches that are not settled.</summary>
        public int UnderWay { get; set; }

        /// <summary>The number of the batch that last took from here, and whether it may take no more.</summary>
        public long LastBatch { get; set; }

        public bool IsClosed { get; set; }
    }
}
