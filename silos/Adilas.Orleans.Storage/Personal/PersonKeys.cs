using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Adilas.Access;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Adilas.Users;

namespace Adilas.Personal;

/// <summary>
/// One random AES-256 key a person, made when it is first needed, wrapped by the platform's own keys. The row of an erased person stays,
/// without a key, so that no late write can make a new one in silence.
/// </summary>
internal sealed class PersonKeys(IPlatformDatabase database, ISecretBox box, TimeProvider clock) : IPersonKeys
{
    private const int KeyBytes = 32;
    private const int MaxCached = 10_000;

    private readonly ConcurrentDictionary<string, Entry> cache = new(StringComparer.Ordinal);

    /// <summary>What is known without asking the store.</summary>
    /// <param name="key">The key, or <c>null</c> when the person was erased or never had one.</param>
    public bool TryGet(string person, out byte[]? key)
    {
        var known = cache.TryGetValue(person, out var entry) && clock.GetElapsedTime(entry.LoadedAt) < IPersonKeys.CacheLifetime;
        key = known ? entry.Key : null;
        return known;
    }

    public async Task<byte[]?> Find(string person, CancellationToken cancellationToken)
    {
        if (TryGet(person, out var cached)) return cached;
        var asked = clock.GetTimestamp();
        var row = await database.Read((connection, ct) => Read(connection, person, ct), cancellationToken);
        return Keep(person, row.Wrapped, asked);
    }

    /// <exception cref="RefusedException"><see cref="Refusal.Conflict"/>, <c>person-erased</c>.</exception>
    public async Task<byte[]> GetOrCreate(string person, CancellationToken cancellationToken)
    {
        if (TryGet(person, out var cached) && cached is not null) return cached;
        var asked = clock.GetTimestamp();
        var row = await database.Read((connection, ct) => Read(connection, person, ct), cancellationToken);
        if (!row.Exists)
        {
            await Create(person, cancellationToken);
            row = await database.Read((connection, ct) => Read(connection, person, ct), cancellationToken);
        }

        return Keep(person, row.Wrapped, asked)
            ?? throw new RefusedException(Refusal.Conflict, "person-erased", "This person was erased; nothing about them can be stored.");
    }

    public async Task Erase(UserId person, CancellationToken cancellationToken)
    {
        var id = person.Value ?? throw new ArgumentException("No person is named.", nameof(person));
        await database.Write((connection, ct) => Erase(connection, id, ct), cancellationToken);
        cache.TryRemove(id, out _);
    }

    private async Task Create(string person, CancellationToken cancellationToken)
    {
        var wrapped = box.Protect(RandomNumberGenerator.GetBytes(KeyBytes), Purpose(person));
        try
        {
            await database.Write((connection, ct) => Insert(connection, person, wrapped, ct), cancellationToken);
        }
        catch (RefusedException taken) when (taken.Refusal is Refusal.Conflict)
        {
            return; // another was quicker; the caller reads the key that is there
        }
    }

    private async Task<int> Insert(DbConnection connection, string person, byte[] wrapped, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO person_key (person, wrapped_key, created_at) VALUES (@person, @key, @now)";
        command.Add("@person", person).Add("@key", wrapped).Add("@now", Now);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<int> Erase(DbConnection connection, string person, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = database.Dialect switch
        {
            SqlDialect.MySql => """
                INSERT INTO person_key (person, wrapped_key, created_at, erased_at) VALUES (@person, NULL, @now, @now)
                ON DUPLICATE KEY UPDATE wrapped_key = NULL, erased_at = COALESCE(erased_at, VALUES(erased_at))
                """,

            // The file and its log would otherwise keep the old bytes until something else needs their place.
            SqlDialect.Sqlite => """
                PRAGMA secure_delete = ON;
                INSERT INTO person_key (person, wrapped_key, created_at, erased_at) VALUES (@person, NULL, @now, @now)
                ON CONFLICT (person) DO UPDATE SET wrapped_key = NULL, erased_at = COALESCE(erased_at, excluded.erased_at);
                PRAGMA wal_checkpoint(TRUNCATE);
                """,
        };
        command.Add("@person", person).Add("@now", Now);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<(bool Exists, byte[]? Wrapped)> Read(DbConnection connection, string person, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT wrapped_key FROM person_key WHERE person = @person";
        command.Add("@person", person);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (true, reader[0] as byte[]) : (false, null);
    }

    /// <param name="asked">When the store was asked: an answer is no younger than its question.</param>
    private byte[]? Keep(string person, byte[]? wrapped, long asked)
    {
        var key = wrapped is null ? null : box.Unprotect(wrapped, Purpose(person));
        if (cache.Count >= MaxCached) cache.Clear();
        cache[person] = new Entry(key, asked);
        return key;
    }

    private long Now => StoredTime.ToMicroseconds(clock.GetUtcNow());

    private static string Purpose(string person) => $"person-key/{person}";

    private readonly record struct Entry(byte[]? Key, long LoadedAt);
}
