using Adilas.Allocations;
using Adilas.Operate;
using Microsoft.Extensions.Options;

namespace Adilas.Databases;

/// <summary>Compares servers with the allocation table. What is just being made or dropped is no orphan.</summary>
internal sealed class DatabaseCensusTaker(
    DatabaseAllocations allocations, DatabaseServers servers, IOptions<DatabasesOptions> options) : ICensusTaker
{
    public Task<CensusPart> Take(CancellationToken cancellationToken) => AllocationCensus.LookTwice(Look, cancellationToken);

    private async Task<CensusPart> Look(CancellationToken cancellationToken)
    {
        // Servers first: rows come before what they promise, so a database made in between is not mistaken for an untracked one.
        var found = new List<(string Server, IReadOnlySet<string> Databases, IReadOnlySet<string> Users)>();
        foreach (var (name, server) in servers.All)
        {
            var (databases, users) = await server.List(options.Value.NamePrefix, cancellationToken);
            found.Add((name, databases, users));
        }

        var rows = (await allocations.List(cancellationToken)).ToDictionary(row => row.Name, StringComparer.Ordinal);
        var orphans = found.SelectMany(server => Untracked(server.Server, server.Databases, server.Users, rows))
            .Concat(rows.Values.SelectMany(row => Missing(row, found.Find(server => server.Server == row.Server))));
        var counts = new Dictionary<string, int>
        {
            [CensusKinds.Database] = found.Sum(server => server.Databases.Count),
            [CensusKinds.DatabaseUser] = found.Sum(server => server.Users.Count),
        };
        return new CensusPart(counts, [.. orphans]);
    }

    private static IEnumerable<Orphan> Untracked(
        string server, IReadOnlySet<string> databases, IReadOnlySet<string> users, Dictionary<string, DatabaseAllocation> rows)
    {
        foreach (var name in databases.Where(name => rows.GetValueOrDefault(name)?.Server != server))
            yield return Database(name, $"It exists on the server '{server}' and is allocated to nobody there.");
        foreach (var name in users.Where(name => rows.GetValueOrDefault(name) is not { Secret: not null } row || row.Server != server))
            yield return User(name, $"It exists on the server '{server}' and belongs to no allocated database.");
    }

    private IEnumerable<Orphan> Missing(
        DatabaseAllocation row, (string Server, IReadOnlySet<string>? Databases, IReadOnlySet<string>? Users) server)
    {
        if (server.Databases is null || server.Users is null)
        {
            yield return Database(row.Name, $"It is allocated on the server '{row.Server}', which is not configured.");
            yield break;
        }

        if (row.State is not AllocationState.Ready)
        {
            if (AllocationCensus.ReasonOfUnready(row.State, row.CreatedAt, allocations.Now()) is { } reason) yield return Database(row.Name, reason);
            yield break;
        }

        if (!server.Databases.Contains(row.Name))
            yield return Database(row.Name, $"It is allocated on the server '{row.Server}' and does not exist.");
        if (row.Secret is not null && !server.Users.Contains(row.Name))
            yield return User(row.Name, $"It is allocated on the server '{row.Server}' and does not exist.");
    }

    private static Orphan Database(string name, string reason) => new(CensusKinds.Database, name, reason);

    private static Orphan User(string name, string reason) => new(CensusKinds.DatabaseUser, name, reason);
}
