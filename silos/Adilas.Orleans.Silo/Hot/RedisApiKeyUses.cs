using System.Globalization;
using Adilas.ApiKeys;
using StackExchange.Redis;

namespace Adilas.Hot;

/// <summary>One value a key, <c>key-use:{id}</c>: Unix seconds.</summary>
internal sealed partial class RedisApiKeyUses(IConnectionMultiplexer redis, ILogger<RedisApiKeyUses> logger) : IApiKeyUses
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    public void Note(string keyId, DateTimeOffset at)
    {
        try
        {
            redis.GetDatabase().StringSet(KeyOf(keyId), at.ToUnixTimeSeconds(), KeptFor, flags: CommandFlags.FireAndForget);
        }
        catch (RedisException lost)
        {
            LogNotNoted(lost.GetType().Name);
        }
    }

    public async Task<IReadOnlyList<DateTimeOffset?>> Last(IReadOnlyList<string> keyIds, CancellationToken cancellationToken)
    {
        if (keyIds.Count == 0) return [];
        try
        {
            var values = await redis.GetDatabase().StringGetAsync([.. keyIds.Select(KeyOf)]).WaitAsync(cancellationToken);
            return [.. values.Select(Parse)];
        }
        catch (Exception lost) when (lost is RedisException or TimeoutException)
        {
            return new DateTimeOffset?[keyIds.Count];
        }
    }

    private static RedisKey KeyOf(string keyId) => $"key-use:{keyId}";

    private static DateTimeOffset? Parse(RedisValue value) =>
        long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    [LoggerMessage(LogLevel.Debug, "The use of a key could not be noted: {Failure}")]
    private partial void LogNotNoted(string failure);
}
