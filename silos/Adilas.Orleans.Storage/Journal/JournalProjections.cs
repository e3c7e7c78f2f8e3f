using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Journal;

/// <summary>All registered projections, by the state that they follow, and the tables that take effects.</summary>
internal sealed class JournalProjections(IEnumerable<IProjection> single, IEnumerable<IListProjection> lists)
{
    private static readonly HashSet<string> EffectTables = [OperationResult.Table];

    private readonly ILookup<string, IProjection> single = single.ToLookup(projection => projection.StateName);
    private readonly ILookup<string, IListProjection> lists = lists.ToLookup(projection => projection.StateName);

    /// <summary>The rows that a state has, or those that a cleared one (<c>null</c>) no longer has.</summary>
    public IReadOnlyList<ProjectedRows> Project(string stateName, string grainKey, long version, object? state)
    {
        var replaces = version > 1;
        var projected = new List<ProjectedRows>();
        foreach (var projection in single[stateName])
        {
            var row = state is null ? null : projection.Row(grainKey, state);
            if (row is not null || replaces) projected.Add(Checked(new(projection.Table, projection.Columns, row is null ? [] : [row], replaces, IsList: false)));
        }

        foreach (var projection in lists[stateName])
        {
            var rows = state is null ? [] : projection.Rows(grainKey, state);
            if (rows.Count > 0 || replaces) projected.Add(Checked(new(projection.Table, projection.Columns, rows, replaces, IsList: true)));
        }

        return projected;
    }

    public static IReadOnlyList<Effect> Check(IReadOnlyList<Effect> effects)
    {
        foreach (var effect in effects)
        {
            if (!EffectTables.Contains(effect.Table) || !effect.Values.All(value => IsStorable(value.Value))) throw Wrong(effect.Table);
        }

        return effects;
    }

    /// <summary>Here, and not when its batch is written: a mistake must meet the one who made it.</summary>
    private static ProjectedRows Checked(ProjectedRows projected) =>
        projected.Rows.All(row => row.Count == projected.Columns.Count && row.All(value => value is RowTime || IsStorable(value))) ? projected : throw Wrong(projected.Table);

    private static bool IsStorable(object? value) =>
        value is null or string or byte[] or bool or Enum or short or int or uint or long or double or decimal;

    private static RefusedException Wrong(string table) =>
        new(Refusal.Invalid, "row-unstorable", $"A row for the table {table} has other columns, or other kinds of values, than it takes.");
}
