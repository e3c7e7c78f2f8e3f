using System.Data.Common;
using System.Diagnostics;
using System.Security.Cryptography;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Adilas.Journal;

/// <summary>
/// Grain storage whose every write is an appended row. The newest row is the state; the key is the fence: of two activations only one
/// can write the next version, and the other is told that it is stale.
/// </summary>
internal sealed class JournalStorage(
    IPlatformDatabase database,
    JournalWriter writer,
    JournalProjections projections,
    StateJson json,
    ISecretBox box,
    IOptions<ClusterOptions> cluster,
    JobTeller? teller = null) : IGrainStorage, IDisposable
{
    private const int MaxReads = 32;
    private readonly WriteIds writeIds = new();
    private readonly SemaphoreSlim reads = new(MaxReads, MaxReads);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var key = JournalKey.Create(cluster.Value.ServiceId, grainId, stateName);
        await reads.WaitAsync(cancellationToken);
        NewestRow? newest;
        try
        {
            newest = await database.Read((connection, ct) => NewestRow.Read(connection, key, ct), cancellationToken);
        }
        finally
        {
            reads.Release();
        }

        var version = newest?.Version.Version ?? 0;
        grainState.State = newest?.Payload is { } payload
            ? await json.Deserialize<T>(key, payload, version, cancellationToken)
            : StateJson.AtVersion(Activator.CreateInstance<T>(), version);
        grainState.RecordExists = newest is { IsTombstone: false };
        grainState.ETag = newest?.Version.ToString();
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var scope = CallScope.Current ?? throw JournalRefusals.NoActor();
        var key = JournalKey.Create(cluster.Value.ServiceId, grainId, stateName);
        var state = grainState.State ?? throw new ArgumentException("There is no state to write.", nameof(grainState));
        var payload = await json.Serialize(key, state, cancellationToken);
        if (payload.Length > JournalRow.MaxPayloadBytes) throw JournalRefusals.TooLarge(payload.Length);

        var write = Create(scope, key, StoredVersion.Parse(grainState.ETag), payload, state);
        grainState.ETag = (await writer.Write(write, cancellationToken)).ToString();
        grainState.RecordExists = true;
        // Without a cluster around it there is nobody to tell.
        if (write.HasDeliveries) teller?.Wake(CorporationId.Parse(key.Corporation));
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <summary>Stores a tombstone; what is written next continues from it, so a stale writer finds no gap.</summary>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var scope = CallScope.Current ?? throw JournalRefusals.NoActor();
        if (grainState.RecordExists)
        {
            var key = JournalKey.Create(cluster.Value.ServiceId, grainId, stateName);
            var write = Create(scope, key, StoredVersion.Parse(grainState.ETag), payload: null, state: null);
            grainState.ETag = (await writer.Write(write, cancellationToken)).ToString();
        }

        grainState.State = StateJson.AtVersion(Activator.CreateInstance<T>(), JournalETag.Version(grainState.ETag));
        grainState.RecordExists = false;
    }

    public void Dispose() => reads.Dispose();

    private JournalWrite Create(CallScope scope, JournalKey key, StoredVersion previous, byte[]? payload, object? state)
    {
        var row = new JournalRow(
            key,
            previous.Version + 1,
            writeIds.Next(),
            key.Corporation,
            JournalName.Check(scope.Caller.Actor),
            scope.Caller.OnBehalfOf is { } other ? JournalName.Check(other) : null,
            JournalName.Check(scope.Action, JournalName.MaxActionBytes),
            TraceId(),
            IsTombstone: payload is null,
            previous.Hash,
            payload is null ? null : SHA256.HashData(payload),
            payload);
        var effects = state is JournalState { Effects: { IsDefaultOrEmpty: false } emitted } ? JournalProjections.Check(emitted) : [];
        effects = [.. effects.Select(effect => StoredOperations.Hide(effect, box))];
        return new JournalWrite(row, scope.Modes, previous.At, projections.Project(key.StateName, key.GrainKey, row.Version, state), effects,
            state is JournalState { Told: { IsDefaultOrEmpty: false } told } ? told : []);
    }

    private static byte[]? TraceId()
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity) return null;
        var bytes = new byte[16];
        activity.TraceId.CopyTo(bytes);
        return bytes;
    }

    private sealed record NewestRow(StoredVersion Version, bool IsTombstone, byte[]? Payload)
    {
        public static async Task<NewestRow?> Read(DbConnection connection, JournalKey key, CancellationToken cancellationToken)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT version, written_at, hash, is_tombstone, payload FROM journal
                WHERE service = @service AND grain_type = @type AND state_name = @state AND grain_key = @key
                ORDER BY version DESC LIMIT 1
                """;
            JournalName.Add(command, key);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken)) return null;

            var version = new StoredVersion(reader.GetInt64(0), reader.GetInt64(1), (byte[])reader[2]);
            var isTombstone = reader.GetInt64(3) != 0;
            var payload = reader[4] as byte[];
            return payload is not null || isTombstone
                ? new NewestRow(version, isTombstone, payload)
                : throw new RefusedException(Refusal.Unavailable, "state-missing", $"The newest {key.StateName} of {key.GrainKey} has no content.");
        }
    }
}
