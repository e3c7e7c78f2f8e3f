namespace Adilas.Databases;

/// <summary>A row of <c>adilas_script</c>, the table in each database that remembers which scripts ran.</summary>
internal sealed record ScriptProgress
{
    public const string Table = "adilas_script";

    public string Name { get; init; } = "";

    public string Hash { get; init; } = "";

    /// <summary>How many statements are known to have run.</summary>
    public long Done { get; init; }

    /// <summary>1 when the next one may have run or not.</summary>
    public long IsInDoubt { get; init; }

    /// <summary>Those that have not run to their end, in order.</summary>
    /// <exception cref="Refusals.RefusedException"><c>Conflict</c>, <c>script-changed</c>.</exception>
    public static List<SqlScript> Pending(IReadOnlyList<SqlScript> scripts, Dictionary<string, ScriptProgress> known) =>
    [
        .. scripts.Where(script => !known.TryGetValue(script.Name, out var progress)
            || (progress.Hash == script.Hash
                ? progress.Done < script.Statements.Length
                : throw CorporationDatabaseRefusals.ScriptChanged(script))),
    ];
}
