using System.Security.Cryptography;
using Adilas.Corporations;
using Adilas.Allocations;
using Adilas.Refusals;
using Adilas.Stacks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Objects;

/// <summary>
/// Gives places for files to corporations. The allocation table decides and comes first; the bucket follows it, and is made or
/// taken away to the end by whoever asks next.
/// </summary>
internal sealed partial class CorporationBuckets(
    BucketAllocations allocations, IObjectStore store, IOptions<ObjectsOptions> options, ILogger<CorporationBuckets> logger)
    : ICorporationBuckets
{
    /// <summary>Each turn of the loop follows a step that somebody else took first; ten in a row mean something else is wrong.</summary>
    private const int MaxTurns = 10;

    private readonly BucketLock locks = new(allocations.Platform);

    public async Task<CorporationBucket> Place(
        CorporationId corporation, StackId stack, BucketShape shape, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var (placement, current) = await allocations.FindPlacementAndCurrent(corporation.Value, stack.Value, cancellationToken);
            if (placement is not null)
            {
                Check(placement, stack, shape);
                await Make(placement.Allocation, cancellationToken);
                return Describe(corporation, placement) with { IsReady = true };
            }

            await (shape switch
            {
                BucketShape.Own => allocations.Insert(New(stack, corporation), cancellationToken),
                BucketShape.Shared => TakePrefix(corporation, stack, current, cancellationToken),
            });
        }

        throw new RefusedException(Refusal.Unavailable, "bucket-busy", "Others place corporations faster than this one finds its place.");
    }

    public async Task<CorporationBucket?> Find(CorporationId corporation, CancellationToken cancellationToken) =>
        await allocations.FindPlacement(corporation.Value, cancellationToken) is { } placement ? Describe(corporation, placement) : null;

    public async Task Drop(CorporationId corporation, CancellationToken cancellationToken)
    {
        if (await allocations.FindPlacement(corporation.Value, cancellationToken) is not { } placement) return;
        await allocations.MarkLeaving(corporation.Value, cancellationToken);

        var bucket = BucketName.Parse(placement.Allocation.Name);
        await using (await locks.Enter(bucket.Value + placement.Prefix, cancellationToken))
        {
            while ((await store.DeletePrefix(bucket, placement.Prefix, IObjectStore.MaxPage, cancellationToken)).More)
            {
            }

            if (placement.Allocation.Shape is BucketShape.Own) await store.DeleteBucket(bucket, cancellationToken);
            await allocations.Delete(corporation.Value, cancellationToken);
        }

        LogDropped(corporation, bucket.Value);
    }

    /// <summary>A step towards a prefix in the stack's bucket: there is one, it exists, the prefix is taken.</summary>
    private async Task<bool> TakePrefix(
        CorporationId corporation, StackId stack, BucketAllocation? current, CancellationToken cancellationToken)
    {
        if (current is null) return await allocations.Insert(New(stack, owner: null), cancellationToken);
        await Make(current, cancellationToken);
        return await allocations.InsertPlacement(corporation.Value, current.Name, RandomName() + "/", cancellationToken);
    }

    /// <summary>Makes what the row promises, unless somebody has, and only if the row is still there once the lock is held.</summary>
    private async Task Make(BucketAllocation allocation, CancellationToken cancellationToken)
    {
        if (allocation.State is AllocationState.Ready) return;
        await using var held = await locks.Enter(allocation.Name, cancellationToken);
        var now = await allocations.Find(allocation.Name, cancellationToken);
        if (now?.State is AllocationState.Ready) return;
        if (now?.State is not AllocationState.Making) throw Leaving();

        await store.CreateBucket(BucketName.Parse(now.Name), cancellationToken);
        await allocations.MarkReady(now.Name, cancellationToken);
        LogMade(now.Name, now.Shape);
    }

    private BucketAllocation New(StackId stack, CorporationId? owner) => new()
    {
        Name = options.Value.BucketPrefix + RandomName(),
        Stack = stack.Value,
        Corporation = owner?.Value,
        CreatedAt = allocations.Now(),
    };

    private static string RandomName() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 12);

    private static void Check(BucketPlacement placement, StackId stack, BucketShape shape)
    {
        if (placement.IsLeaving) throw Leaving();
        if (placement.Allocation.Shape != shape)
            throw new RefusedException(Refusal.Conflict, "bucket-shape", "The corporation has a place for files of the other shape.");
        if (placement.Allocation.Stack != stack.Value)
            throw new RefusedException(Refusal.Conflict, "bucket-stack", "The corporation has a place for files on another stack.");
    }

    private static CorporationBucket Describe(CorporationId corporation, BucketPlacement placement)
    {
        var allocation = placement.Allocation;
        var isReady = allocation.State is AllocationState.Ready && !placement.IsLeaving;
        return new(
            corporation, BucketName.Parse(allocation.Name), placement.Prefix, allocation.Shape, StackId.Parse(allocation.Stack), isReady);
    }

    private static RefusedException Leaving() =>
        new(Refusal.Conflict, "bucket-leaving", "The corporation's files are being deleted; drop them to the end first.");

    [LoggerMessage(LogLevel.Information, "Made bucket {Bucket}, {Shape}")]
    private partial void LogMade(string bucket, BucketShape shape);

    [LoggerMessage(LogLevel.Information, "Deleted the files of {CorporationId} in bucket {Bucket}")]
    private partial void LogDropped(CorporationId corporationId, string bucket);
}
