namespace Adilas.Objects;

/// <summary>Where one object is.</summary>
public readonly record struct ObjectAddress(BucketName Bucket, ObjectKey Key)
{
    /// <exception cref="Refusals.RefusedException"><see cref="Refusals.Refusal.Invalid"/>: name or key break their grammar.</exception>
    public static ObjectAddress Parse(string? bucket, string? key) => new(BucketName.Parse(bucket), ObjectKey.Parse(key));

    public override string ToString() => $"{Bucket}/{Key}";
}
