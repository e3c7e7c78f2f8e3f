namespace Adilas.Publishing;

/// <summary>What a publisher remembers of one corporation's copy.</summary>
internal sealed class KnownCopy
{
    private string? sources;
    private string? digest;

    /// <summary>Of what is there; <c>null</c>: nothing, or not known.</summary>
    public long? Revision { get; private set; }

    /// <summary>The grain keys of the shared layers in it.</summary>
    public IReadOnlyList<string> Shared { get; set; } = [];

    /// <summary>When a condition begins or ceases to apply, or what failed is to be tried again.</summary>
    public DateTimeOffset? NextChange { get; private set; }

    /// <summary>Whether the last attempt to make it failed, so that what is there may be old.</summary>
    public bool IsFailing { get; private set; }

    /// <summary>Whether what is there says that it may be old.</summary>
    public bool IsTold { get; private set; }

    public bool IsStored => sources is not null;

    /// <summary>Whether the copy that is there says the same, and was made from the same.</summary>
    public bool Holds(ProfileCopy copy) => digest == copy.Digest && sources == copy.Sources;

    public void Take(long? revision, ProfileCopy copy) => (Revision, sources, digest, IsTold) = (revision, copy.Sources, copy.Digest, false);

    public void Succeed(DateTimeOffset? nextChange) => (NextChange, IsFailing) = (nextChange, false);

    public void Fail(DateTimeOffset nextAttempt) => (NextChange, IsFailing) = (nextAttempt, true);

    /// <summary>What comes next replaces this revision.</summary>
    public void Expect(long? revision) => (Revision, sources, digest, IsTold) = (revision, null, null, false);

    public void Tell() => IsTold = true;
}
