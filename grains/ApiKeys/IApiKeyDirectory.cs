using Adilas.Corporations;

namespace Adilas.ApiKeys;

/// <summary>Lists API keys from their projection; <see cref="ApiKey.LastUsedAt"/> is not filled.</summary>
public interface IApiKeyDirectory
{
    /// <summary>Keys in the order of their ids, from after <paramref name="afterId"/> on.</summary>
    /// <param name="corporation">Only this corporation's; <c>null</c> for all.</param>
    Task<IReadOnlyList<ApiKey>> List(CorporationId? corporation, string? afterId, int limit, CancellationToken cancellationToken);
}
