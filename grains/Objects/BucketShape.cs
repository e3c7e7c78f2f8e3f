namespace Adilas.Objects;

/// <summary>How a corporation's files are kept. The number is stored: append, never reorder.</summary>
public enum BucketShape
{
    /// <summary>Under a prefix of the stack's bucket.</summary>
    Shared = 0,

    /// <summary>In a bucket of its own.</summary>
    Own = 1,
}
