namespace Adilas.Storage;

/// <summary>
/// Like <see cref="IProjection"/>, for a table that has any number of rows for one grain: the rows of a state replace those of the
/// state before it. The primary key starts with <c>grain_key</c>.
/// </summary>
public interface IListProjection
{
    /// <summary>The stored state that this follows; see <see cref="StorageNames"/>.</summary>
    string StateName { get; }

    string Table { get; }

    /// <summary>The columns besides <c>grain_key</c> and <c>source_version</c>, in the order of the values.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The rows for a state; keep them few, for each write of the grain rewrites them all.</summary>
    IReadOnlyList<IReadOnlyList<object?>> Rows(string grainKey, object state);
}

/// <inheritdoc cref="IListProjection"/>
public abstract class ListProjection<TState>(string stateName, string table, params string[] columns) : IListProjection
    where TState : JournalState
{
    public string StateName { get; } = stateName;

    public string Table { get; } = table;

    public IReadOnlyList<string> Columns { get; } = columns;

    public IReadOnlyList<IReadOnlyList<object?>> Rows(string grainKey, object state) => Rows(grainKey, (TState)state);

    protected abstract IReadOnlyList<IReadOnlyList<object?>> Rows(string grainKey, TState state);
}
