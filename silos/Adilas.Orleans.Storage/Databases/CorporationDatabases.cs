using Adilas.Allocations;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Stacks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Databases;

/// <summary>
/// Gives databases to corporations. The allocation table decides and comes first; what is on a server follows it, under the
/// database's lock, and is made or taken away to the end by whoever asks next.
/// </summary>
internal sealed partial class CorporationDatabases(
    DatabaseAllocations allocations,
    DatabaseServers servers,
    ISecretBox secrets,
    IOptions<DatabasesOptions> options,
    ILogger<CorporationDatabases> logger) : ICorporationDatabases
{
    /// <summary>Each turn of the loop follows a step that somebody else took first; ten in a row mean something else is wrong.</summary>
    private const int MaxTurns = 10;

    // Shared databases in which a list of scripts is known to have run; a few per stack.
    private readonly ConcurrentDictionary<(string Database, string Scripts), bool> ran = new();

    public async Task<CorporationDatabase> Place(
        CorporationId corporation, StackId stack, DatabaseShape shape, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var (placement, current, corporations) =
                await allocations.FindPlacementAndCurrent(corporation.Value, stack.Value, cancellationToken);
            if (placement is not null)
            {
                Check(placement, stack, shape);
                await Make(placement.Allocation, cancellationToken);
                return Describe(corporation, placement) with { IsReady = true };
            }

            await (shape switch
            {
                DatabaseShape.Own => allocations.InsertOwn(New(stack, corporation), cancellationToken),
                DatabaseShape.Shared => TakeShared(corporation, stack, current, corporations, cancellationToken),
            });
        }

        throw new RefusedException(Refusal.Unavailable, "database-busy", "Others place corporations faster than this one finds its place.");
    }

    public async Task<CorporationDatabase?> Find(CorporationId corporation, CancellationToken cancellationToken) =>
        await allocations.FindPlacement(corporation.Value, cancellationToken) is { } placement ? Describe(corporation, placement) : null;

    public async Task RunScripts(CorporationId corporation, IReadOnlyList<SqlScript> scripts, CancellationToken cancellationToken)
    {
        var allocation = await Ready(corporation, cancellationToken);
        var known = (allocation.Name, string.Join('\n', scripts.Select(script => $"{script.Name} {script.Hash}")));
        if (ran.ContainsKey(known)) return;

        await using var work = await servers.Get(allocation.Server).Enter(allocation.Name, cancellationToken);
        if (ran.ContainsKey(known)) return;
        await work.RunScripts(scripts, cancellationToken);
        if (allocation.Shape is DatabaseShape.Shared) ran[known] = true;
    }

    public async Task<DbConnection> Open(CorporationId corporation, CancellationToken cancellationToken)
    {
        var allocation = await Ready(corporation, cancellationToken);
        return await servers.Get(allocation.Server).Open(allocation.Name, cancellationToken);
    }

    public Task<T> Use<T>(
        CorporationId corporation, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            var allocation = await Ready(corporation, cancellationToken);
            var server = servers.Get(allocation.Server);
            await using var connection = await server.Open(allocation.Name, cancellationToken);
            try
            {
                return await work(connection, cancellationToken);
            }
            catch (Exception failure) when (failure.IsDriverFailure())
            {
                throw server.Refuse(failure);
            }
        },
        cancellationToken);

    public Task<T> UseAsOwner<T>(
        CorporationId corporation,
        StatementLimits limits,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            var allocation = await Ready(corporation, cancellationToken);
            if (allocation.Shape is not DatabaseShape.Own)
                throw new RefusedException(Refusal.Conflict, "database-shared", "The corporation's rows are in a shared database.");

            var server = servers.Get(allocation.Server);
            await using var connection = await server.OpenAsOwner(allocation.Name, Password(allocation), limits, cancellationToken);
            try
            {
                return await work(connection, cancellationToken);
            }
            catch (Exception failure) when (failure.IsDriverFailure())
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw CorporationDatabaseRefusals.IsStatementsFault(failure, connection)
                    ? CorporationDatabaseRefusals.StatementFailed(failure)
                    : server.Refuse(failure);
            }
        },
        cancellationToken);

    public async Task<DatabaseCredentials?> FindCredentials(CorporationId corporation, CancellationToken cancellationToken) =>
        await allocations.FindPlacement(corporation.Value, cancellationToken) is { IsLeaving: false, Allocation: var own }
        && own.State is AllocationState.Ready
        && Password(own) is { } password
            ? servers.Get(own.Server).Credentials(own.Name, password)
            : null;

    public async Task Drop(CorporationId corporation, CancellationToken cancellationToken)
    {
        if (await allocations.FindPlacement(corporation.Value, cancellationToken) is not { Allocation: { } allocation }) return;
        await allocations.MarkLeaving(corporation.Value, cancellationToken);

        await using var work = await servers.Get(allocation.Server).Enter(allocation.Name, cancellationToken);
        switch (allocation.Shape)
        {
            case DatabaseShape.Own:
                await work.Drop(cancellationToken);
                break;
            case DatabaseShape.Shared:
                if (allocation.State is AllocationState.Ready) await work.DeleteRows(corporation, cancellationToken);
                break;
        }

        await allocations.Delete(corporation.Value, cancellationToken);
        LogDropped(corporation, allocation.Name);
    }

    /// <summary>A step towards a place in the stack's shared database: there is one, it has room, it exists, the place is taken.</summary>
    private async Task<bool> TakeShared(
        CorporationId corporation, StackId stack, DatabaseAllocation? current, long corporations, CancellationToken cancellationToken)
    {
        if (current is null) return await allocations.InsertShared(New(stack, owner: null), cancellationToken);
        if (corporations >= options.Value.MaxCorporationsPerShared)
        {
            await allocations.Retire(current.Name, cancellationToken);
            return true;
        }

        await Make(current, cancellationToken);
        return await allocations.InsertPlacement(corporation.Value, current.Name, cancellationToken);
    }

    /// <summary>Makes what the row promises, unless somebody has, and only if the row is still there once the lock is held.</summary>
    private async Task Make(DatabaseAllocation allocation, CancellationToken cancellationToken)
    {
        if (allocation.State is AllocationState.Ready) return;
        await using var work = await servers.Get(allocation.Server).Enter(allocation.Name, cancellationToken);
        var now = await allocations.Find(allocation.Name, cancellationToken);
        if (now?.State is AllocationState.Ready) return;
        if (now?.State is not AllocationState.Making) throw Leaving();

        await work.Create(Password(now), cancellationToken);
        await allocations.MarkReady(now.Name, cancellationToken);
        LogMade(now.Name, now.Server, now.Shape);
    }

    private DatabaseAllocation New(StackId stack, CorporationId? owner)
    {
        var name = options.Value.NamePrefix + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 12);
        var server = servers.NameFor(stack);
        var hasUser = owner is not null && servers.Get(server).HasUsers;
        return new DatabaseAllocation
        {
            Name = name,
            Server = server,
            Stack = stack.Value,
            Corporation = owner?.Value,
            Secret = hasUser ? secrets.Protect(Encoding.ASCII.GetBytes(NewPassword()), DatabaseAllocation.SecretPurpose(name)) : null,
            CreatedAt = allocations.Now(),
        };
    }

    /// <summary>32 random characters, and one of each class behind them for servers whose policy counts classes.</summary>
    private static string NewPassword() =>
        RandomNumberGenerator.GetString("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 32) + "aZ7-";

    private string? Password(DatabaseAllocation allocation) => allocation.Secret is null
        ? null
        : Encoding.ASCII.GetString(secrets.Unprotect(allocation.Secret, DatabaseAllocation.SecretPurpose(allocation.Name)));

    private async Task<DatabaseAllocation> Ready(CorporationId corporation, CancellationToken cancellationToken) =>
        await allocations.FindPlacement(corporation.Value, cancellationToken) switch
        {
            null => throw new RefusedException(Refusal.NotFound, "database-unknown", "The corporation has no database."),
            { IsLeaving: true } => throw Leaving(),
            { Allocation.State: AllocationState.Ready } ready => ready.Allocation,
            _ => throw new RefusedException(Refusal.Unavailable, "database-not-ready", "The corporation's database is still being made."),
        };

    private static void Check(DatabasePlacement placement, StackId stack, DatabaseShape shape)
    {
        if (placement.IsLeaving) throw Leaving();
        if (placement.Allocation.Shape != shape)
            throw new RefusedException(Refusal.Conflict, "database-shape", "The corporation has a database of the other shape.");
        if (placement.Allocation.Stack != stack.Value)
            throw new RefusedException(Refusal.Conflict, "database-stack", "The corporation has a database on another stack.");
    }

    private static CorporationDatabase Describe(CorporationId corporation, DatabasePlacement placement)
    {
        var allocation = placement.Allocation;
        var isReady = allocation.State is AllocationState.Ready && !placement.IsLeaving;
        return new(corporation, allocation.Name, allocation.Shape, allocation.Server, StackId.Parse(allocation.Stack), isReady);
    }

    private static RefusedException Leaving() =>
        new(Refusal.Conflict, "database-leaving", "The corporation's database is being dropped; drop it to the end first.");

    [LoggerMessage(LogLevel.Information, "Made database {Database} on {Server}, {Shape}")]
    private partial void LogMade(string database, string server, DatabaseShape shape);

    [LoggerMessage(LogLevel.Information, "Dropped the rows of {CorporationId} in database {Database}")]
    private partial void LogDropped(CorporationId corporationId, string database);
}
