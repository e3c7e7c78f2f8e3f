using System.Globalization;
using Adilas.Corporations;
using Adilas.Publishing;
using Adilas.Refusals;
using StackExchange.Redis;

namespace Adilas.Hot;

/// <summary>
/// A hash <c>profile:{corporation}</c> with <c>revision</c>, <c>json</c>, <c>sources</c> and <c>digest</c>; the set <c>profiles</c> of those
/// that have one; <c>profiles:current-as-of</c>; and for an hour <c>profile-gone:{corporation}</c>, so that a publisher that has not heard
/// yet brings none back.
/// </summary>
internal sealed class RedisCopyStore(IConnectionMultiplexer redis) : ICopyStore
{
    private const string Index = "profiles";
    private const string CurrentAsOf = "profiles:current-as-of";
    private const string GoneSeconds = "3600";

    // One step for whoever reads or writes meanwhile. Which copy is newer is decided by the one who publishes.
    private const string Expecting = """
        local held = redis.call('HMGET', KEYS[1], 'revision', 'sources', 'digest')
        local revision = held[1] or redis.call('GET', KEYS[2]) or ''
        if revision ~= ARGV[1] then return {revision, held[2] or '', held[3] or ''} end

        """;

    private const string PublishScript = Expecting + """
        redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'json', ARGV[4], 'sources', ARGV[5], 'digest', ARGV[6])
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

    public Task<HeldCopy?> Publish(ProfileCopy copy, long? expected) =>
        Run(PublishScript, copy.Corporation, copy.Revision, expected, copy.Json, copy.Sources, copy.Digest);

    public Task<HeldCopy?> Remove(CorporationId corporation, long revision, long? expected) =>
        Run(RemoveScript, corporation, revision, expected, GoneSeconds);

    public Task<IReadOnlyList<long?>> Revisions(IReadOnlyList<string> corporations) => Try<IReadOnlyList<long?>>(async database =>
    {
        var values = await Task.WhenAll(corporations.Select(id => database.HashGetAsync($"profile:{id}", "revision")));
        return [.. values.Select(value => Number(value))];
    });

    public Task<IReadOnlyList<string>> List() => Try<IReadOnlyList<string>>(async database =>
    {
        var found = new List<string>();
        await foreach (var id in database.SetScanAsync(Index, pageSize: 500))
            if (CorporationId.TryParse(id, out _)) found.Add(id.ToString());
        return found;
    });

    public Task<long?> FindMark() => Try(async database => Number(await database.StringGetAsync(CurrentAsOf)));

    public Task Mark(long currentAsOf) => Try(database => database.StringSetAsync(CurrentAsOf, Text(currentAsOf)));

    private Task<HeldCopy?> Run(
        string script, CorporationId corporation, long revision, long? expected, params RedisValue[] values) => Try(async database =>
    {
        var id = corporation.Value;
        var answer = await database.ScriptEvaluateAsync(
            script, [$"profile:{id}", $"profile-gone:{id}", Index], [Text(expected), Text(revision), id, .. values]);
        return (string[]?)answer is [var held, var sources, var digest] ? new HeldCopy(Number(held), sources, digest) : null;
    });

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

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
