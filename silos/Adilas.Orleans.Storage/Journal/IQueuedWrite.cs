namespace Adilas.Journal;

/// <summary>A write that waits in a <see cref="WriteQueue{TWrite}"/> for its batch.</summary>
internal interface IQueuedWrite
{
    /// <summary>Whose turn it takes.</summary>
    string Turn { get; }

    int SizeBytes { get; }

    bool IsSettled { get; }

    /// <summary>No two writes with the same one share a batch; <c>null</c>: it may share one with all.</summary>
    JournalKey? FenceKey { get; }

    /// <summary>Whether this changes what other writes of the corporation are checked against.</summary>
    bool ChangesFacts { get; }

    /// <summary>When it was handed to the writer, as a timestamp of the stopwatch.</summary>
    long EnteredAt { get; set; }

    /// <summary>Takes it into a batch, from where nobody can withdraw it.</summary>
    bool TryTake();

    void Fail(Exception refusal);
}
