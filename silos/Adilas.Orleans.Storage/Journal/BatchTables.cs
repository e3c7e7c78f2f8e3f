using Adilas.Storage;

namespace Adilas.Journal;

/// <summary>The rows of a batch besides the journal's, gathered by table and in key order, so that all processes lock in one order.</summary>
internal static class BatchTables
{
    public const string KeyColumn = "grain_key";
    public const string VersionColumn = "source_version";
    public const string CreatedColumn = "created_at";

    /// <param name="Leaving">Keys whose rows go before <paramref name="Rows"/> are stored.</param>
    /// <param name="Columns">All columns, in the order of the values in <paramref name="Rows"/>.</param>
    public sealed record Projected(string Table, bool IsList, IReadOnlyList<string> Columns, List<string> Leaving, List<object?[]> Rows);

    public sealed record Emitted(string Table, IReadOnlyList<string> Columns, List<object?[]> Rows);

    public static IEnumerable<Projected> Projections(IReadOnlyList<JournalWrite> batch)
    {
        var tables = new SortedDictionary<string, Projected>(StringComparer.Ordinal);
        foreach (var write in batch.OrderBy(write => write.Row.Key.GrainKey, StringComparer.Ordinal))
        {
            foreach (var projected in write.Projections)
            {
                if (!tables.TryGetValue(projected.Table, out var table))
                {
                    tables.Add(projected.Table, table = new Projected(
                        projected.Table, projected.IsList, [KeyColumn, VersionColumn, .. projected.Columns], [], []));
                }

                var isLeaving = projected.Replaces && (projected.IsList || projected.Rows.Count == 0);
                if (isLeaving) table.Leaving.Add(write.Row.Key.GrainKey);
                table.Rows.AddRange(projected.Rows.Select(row => (object?[])[write.Row.Key.GrainKey, write.Row.Version, .. row.Select(value => value is RowTime ? write.At : value)]));
            }
        }

        return tables.Values;
    }

    public static IEnumerable<Emitted> Effects(IReadOnlyList<JournalWrite> batch)
    {
        var tables = new SortedDictionary<string, Emitted>(StringComparer.Ordinal);
        foreach (var write in batch)
        {
            foreach (var effect in write.Effects)
            {
                var columns = (List<string>)[.. effect.Values.Select(value => value.Key), CreatedColumn];
                var name = $"{effect.Table}({string.Join(',', columns)})";
                if (!tables.TryGetValue(name, out var table)) tables.Add(name, table = new Emitted(effect.Table, columns, []));
                table.Rows.Add([.. effect.Values.Select(value => value.Value), write.At]);
            }
        }

        return tables.Values;
    }
}
