using System.Globalization;
using Adilas.Corporations;
using Adilas.Publishing;
using Adilas.Refusals;
using StackExchange.Redis;

namespace Adilas.Hot;

/// <summary>
/// A hash <c>profile:{corporation}</c> with <c>revision</c>, <c>json</c>, <c>sources</c> and <c>digest</c>, and with <c>failing-since</c> while it
/// cannot be made anew; the set <c>profiles</c> of those
/// that have one; <c>profiles:current-as-of</c>; and for an hour <c>profile-gone:{corporation}</c>, so that a publisher that has not heard
/// yet brings none back.
/// </summary>
internal sealed class RedisCopyStore(IConnectionMultiplexer redis) : ICopyStore
{
    private const string Index = "profiles";
    private const string CurrentAsOf = "profiles:current-as-of";
    private const string GoneSeconds = "3600";

    private const string Number = """
        local function number(text)
            return text and #text < 19 and (text == '0' or string.match(text, '^[1-9]%d*$')) and text or ''
        end

        """;

    // One step for whoever reads or writes meanwhile. Which copy is newer is decided by the one who publishes. What another program
    // wrote to these names is no copy and no revision.
    private const string Expecting = Number + """
        for at, kind in ipairs({'hash', 'string', 'set'}) do
            local found = redis.call('TYPE', KEYS[at])
            if type(found) == 'table' then found = found.ok end
            if found ~= 'none' and found ~= kind then redis.call('DEL', KEYS[at]) end
        end
        local held = redis.call('HMGET', KEYS[1], 'revision', 'sources', 'digest', 'failing-since')
        local revision = number(held[1] or redis.call('GET', KEYS[2]))
        if revision ~= ARGV[1] then return {revision, held[2] or '', not held[4] and held[3] or ''} end

        """;

    private const string PublishScript = Expecting + """
        redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'json', ARGV[4], 'sources', ARGV[5], 'digest', ARGV[6])
        redis.call('HDEL', KEYS[1], 'failing-since')
        redis.call('SADD', KEYS[3], ARGV[3])
        redis.call('DEL', KEYS[2])
        return {}
        """;

    private const string RemoveScript = Expecting + """
        redis.call('DEL', KEYS[1])
        redis.call('SREM', KEYS[3], ARGV[3])
        redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[4])
        return {}
        """;

    private const string DoubtScript = """
        local found = redis.call('TYPE', KEYS[1])
        if type(found) == 'table' then found = found.ok end
        if found ~= 'hash' or redis.call('HEXISTS', KEYS[1], 'revision') == 0 then return 0 end
        return redis.call('HSETNX', KEYS[1], 'failing-since', ARGV[1])
        """;

    private const string MarkScript = Number + """
        if number(redis.call('GET', KEYS[1])) ~= ARGV[2] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1])
        return 1
        """;

    public Task<HeldCopy?> Publish(ProfileCopy copy, long? expected) =>
        Run(PublishScript, copy.Corporation, copy.Revision, expected, copy.Json, copy.Sources, copy.Digest);

    public Task<HeldCopy?> Remove(CorporationId corporation, long revision, long? expected) =>
        Run(RemoveScript, corporation, revision, expected, GoneSeconds);

    public Task Doubt(CorporationId corporation, long since) =>
        Try(database => database.ScriptEvaluateAsync(DoubtScript, [$"profile:{corporation.Value}"], [Text(since)]));

    public Task<IReadOnlyList<long?>> Revisions(IReadOnlyList<string> corporations) => Try<IReadOnlyList<long?>>(async database =>
    {
        var values = await Task.WhenAll(corporations.Select(id => Own(database, $"profile:{id}", key => database.HashGetAsync(key, "revision"))));

        // A full store may throw the index away, and keep the copies.
        var there = corporations.Zip(values).Where(one => one.Second.HasValue).Select(one => (RedisValue)one.First).ToArray();
        if (there.Length > 0) await Own(database, Index, key => database.SetAddAsync(key, there));
        return [.. values.Select(value => Parsed(value))];
    });

    public Task<IReadOnlyList<string>> List() => Try<IReadOnlyList<string>>(async database =>
    {
        var found = new List<string>();
        await Own(database, Index, async key =>
        {
            await foreach (var id in database.SetScanAsync(key, pageSize: 500))
                if (CorporationId.TryParse(id, out _)) found.Add(id.ToString());
            return found.Count;
        });
        return found;
    });

    public Task<long?> FindMark() => Try(async database => Parsed(await Own(database, CurrentAsOf, key => database.StringGetAsync(key))));

    public Task<bool> Mark(long currentAsOf, long? expected) => Try(async database =>
        (bool)await database.ScriptEvaluateAsync(MarkScript, [CurrentAsOf], [Text(currentAsOf), Text(expected)]));

    private Task<HeldCopy?> Run(
        string script, CorporationId corporation, long revision, long? expected, params RedisValue[] values) => Try(async database =>
    {
        var id = corporation.Value;
        var answer = await database.ScriptEvaluateAsync(
            script, [$"profile:{id}", $"profile-gone:{id}", Index], [Text(expected), Text(revision), id, .. values]);
        return (string[]?)answer is [var held, var sources, var digest] ? new HeldCopy(Parsed(held), sources, digest) : null;
    });

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    // In the one form in which the scripts compare it.
    private static long? Parsed(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Text(number) == text ? number : null;

    /// <summary>What another program wrote under one of these names, and is of another type, is taken away and counts as nothing.</summary>
    private static async Task<T?> Own<T>(IDatabase database, string key, Func<string, Task<T>> act)
    {
        try
        {
            return await act(key);
        }
        catch (RedisServerException foreign) when (foreign.Message.Contains("WRONGTYPE", StringComparison.Ordinal))
        {
            await database.KeyDeleteAsync(key);
            return default;
        }
    }

    private async Task<T> Try<T>(Func<IDatabase, Task<T>> act)
    {
        try
        {
            return await act(redis.GetDatabase());
        }
        catch (Exception lost) when (lost is RedisException or TimeoutException)
        {
            throw new RefusedException(Refusal.Unavailable, "copies-unavailable", "Published profiles cannot be reached at the moment.");
        }
    }
}
