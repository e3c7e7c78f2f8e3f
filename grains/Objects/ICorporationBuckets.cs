using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Stacks;

namespace Adilas.Objects;

/// <summary>
/// The places that hold corporations' files. Everything may be repeated, from any silo, after a crash at any point: the same
/// corporation always gets the same place. Refusals of the stores pass through.
/// </summary>
public interface ICorporationBuckets
{
    /// <summary>Gives the corporation a prefix in the stack's bucket, or a bucket of its own, made if need be.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Conflict"/>: <c>bucket-shape</c> when it has one of the other shape, <c>bucket-stack</c> when on another
    /// stack, <c>bucket-leaving</c> while it is being dropped: drop it to the end first.
    /// </exception>
    Task<CorporationBucket> Place(
        CorporationId corporation, StackId stack, BucketShape shape, CancellationToken cancellationToken = default);

    /// <summary>Where the corporation's files are, or <c>null</c> when it has no place.</summary>
    Task<CorporationBucket?> Find(CorporationId corporation, CancellationToken cancellationToken = default);

    /// <summary>Deletes the corporation's files, and its own bucket. Dropping what is not there changes nothing.</summary>
    Task Drop(CorporationId corporation, CancellationToken cancellationToken = default);
}
