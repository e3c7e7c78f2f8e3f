using Adilas.Refusals;

namespace Adilas.Objects;

/// <summary>Rules about arguments that both stores share.</summary>
internal static class ObjectRules
{
    public static void CheckLimit(int limit)
    {
        if (limit is < 1 or > IObjectStore.MaxPage)
            throw new RefusedException(Refusal.Invalid, "limit", $"A page has 1 to {IObjectStore.MaxPage} items.", "limit");
    }

    /// <summary>A prefix is any start of a key, so it may end in the middle of a part.</summary>
    public static void CheckPrefix(string prefix)
    {
        if (prefix.Length > ObjectKey.MaxBytes || prefix.Any(char.IsControl))
            throw new RefusedException(
                Refusal.Invalid, "prefix", $"A prefix has at most {ObjectKey.MaxBytes} characters and no control characters.", "prefix");
    }

    public static void CheckDeletedPrefix(string prefix)
    {
        CheckPrefix(prefix);
        if (prefix is not "" && !prefix.EndsWith('/'))
            throw new RefusedException(Refusal.Invalid, "prefix", "A prefix to delete ends with '/'.", "prefix");
    }

    public static void CheckLifetime(TimeSpan lifetime)
    {
        if (lifetime < TimeSpan.FromSeconds(1) || lifetime > IObjectStore.MaxPresignLifetime)
            throw new RefusedException(Refusal.Invalid, "lifetime", "A link lives 1 second to 7 days.", "lifetime");
    }

    public static RefusedException TooLarge(long limitBytes) =>
        new(Refusal.Invalid, "object-too-large", $"An object has at most {limitBytes} bytes.", "content");

    public static RefusedException UnknownObject() =>
        new(Refusal.NotFound, "object-unknown", "There is no such object.");

    public static RefusedException UnknownBucket() =>
        new(Refusal.NotFound, "bucket-unknown", "There is no such bucket.", "bucket");

    public static RefusedException NotEmpty() =>
        new(Refusal.Conflict, "bucket-not-empty", "The bucket still holds objects.", "bucket");

    public static RefusedException Corrupt() =>
        new(Refusal.Unavailable, "object-corrupt", "The stored content is not what was put: its hash or its length differs.");

    public static RefusedException Unavailable() =>
        new(Refusal.Unavailable, "objects-unavailable", "The object store cannot answer now.");
}
