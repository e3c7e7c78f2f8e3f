namespace Adilas.Storage;

/// <summary>
/// A pure function from a grain's state to its one row in a table, stored in the same transaction as the state, so that what can be
/// searched is never older than what was acknowledged. The table has the columns <c>grain_key</c> (its primary key),
/// <c>source_version</c> and those listed here. A changed projection is a new table.
/// </summary>
public interface IProjection
{
    /// <summary>The stored state that this follows; see <see cref="StorageNames"/>.</summary>
    string StateName { get; }

    string Table { get; }

    /// <summary>The columns besides <c>grain_key</c> and <c>source_version</c>, in the order of the values.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The row for a state, or <c>null</c> when it has none (and the row, if there is one, goes away).</summary>
    IReadOnlyList<object?>? Row(string grainKey, object state);
}

/// <inheritdoc cref="IProjection"/>
public abstract class Projection<TState>(string stateName, string table, params string[] columns) : IProjection
    where TState : JournalState
{
    public string StateName { get; } = stateName;

    public string Table { get; } = table;

    public IReadOnlyList<string> Columns { get; } = columns;

    public IReadOnlyList<object?>? Row(string grainKey, object state) => Row(grainKey, (TState)state);

    protected abstract IReadOnlyList<object?>? Row(string grainKey, TState state);
}
