using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.ApiKeys;

/// <summary>Lists API keys. Key: <c>~keys</c> for all of them, <c>{corporation}</c> for a corporation's own. Any silo answers.</summary>
[GrainInterfaceType("adilas.IApiKeyDirectoryGrain"), Alias("adilas.IApiKeyDirectoryGrain"), Subject(Subject.Owner)]
public interface IApiKeyDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Keys in the order of their ids, revoked ones included.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("List"), Allow(Caller.Member, Permission.KeysRead, In = Modes.Any), Repeatable]
    Task<Page<ApiKey>> List(string? cursor, int? limit, CancellationToken cancellationToken = default);
}

/// <summary>The only place that writes the keys of API key grains.</summary>
public static class ApiKeyGrainFactory
{
    public const string PlatformPrefix = "~key/";
    public const string CorporationInfix = "/key/";

    public static IApiKeyGrain ApiKey(this IGrainFactory grains, ApiKeyId id) => grains.GetGrain<IApiKeyGrain>(
        id.Corporation is { } corporation ? corporation.Value + CorporationInfix + id.Name : PlatformPrefix + id.Name);

    public static IApiKeyDirectoryGrain ApiKeys(this IGrainFactory grains, CorporationId? corporation) =>
        grains.GetGrain<IApiKeyDirectoryGrain>(corporation?.Value ?? "~keys");

    /// <exception cref="FormatException"><paramref name="key"/> is not an API key's.</exception>
    public static ApiKeyId ParseKey(string key)
    {
        if (key.StartsWith(PlatformPrefix, StringComparison.Ordinal)) return new ApiKeyId(null, key[PlatformPrefix.Length..]);
        var infix = key.IndexOf(CorporationInfix, StringComparison.Ordinal);
        return infix < 0
            ? throw new FormatException($"'{key}' is not the key of an API key.")
            : new ApiKeyId(CorporationId.Parse(key[..infix]), key[(infix + CorporationInfix.Length)..]);
    }
}
