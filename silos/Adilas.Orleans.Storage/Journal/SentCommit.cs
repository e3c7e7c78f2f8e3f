namespace Adilas.Journal;

/// <summary>What was sent to the database that may make writes lasting even if no answer comes back.</summary>
internal enum SentCommit
{
    None,

    /// <summary>One row, in a statement that commits by itself.</summary>
    Statement,

    /// <summary>The end of a transaction.</summary>
    Transaction,
}
