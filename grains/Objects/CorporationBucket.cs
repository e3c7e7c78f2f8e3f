using Adilas.Corporations;
using Adilas.Stacks;

namespace Adilas.Objects;

/// <summary>Where a corporation's files are.</summary>
/// <param name="Prefix">Starts every key of the corporation and ends with <c>/</c>; empty in a bucket of its own.</param>
/// <param name="Stack">The stack it was placed on.</param>
/// <param name="IsReady"><c>false</c> while it is being made or dropped.</param>
public sealed record CorporationBucket(
    CorporationId Corporation, BucketName Bucket, string Prefix, BucketShape Shape, StackId Stack, bool IsReady)
{
    /// <summary>The address of one of the corporation's files.</summary>
    /// <exception cref="Refusals.RefusedException"><see cref="Refusals.Refusal.Invalid"/>, <c>object-key</c>.</exception>
    public ObjectAddress At(string key) => new(Bucket, ObjectKey.Parse(Prefix + ObjectKey.Parse(key)));
}
