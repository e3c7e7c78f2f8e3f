namespace Adilas.Databases;

/// <summary>How a corporation's rows are kept. The number is stored: append, never reorder.</summary>
public enum DatabaseShape
{
    /// <summary>In a database of the stack, among other corporations' rows.</summary>
    Shared = 0,

    /// <summary>In a database of its own, with a user of its own.</summary>
    Own = 1,
}
