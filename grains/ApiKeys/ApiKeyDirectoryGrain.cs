using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.ApiKeys;

[GrainType("api-key-directory"), StatelessWorker]
internal sealed class ApiKeyDirectoryGrain(IApiKeyDirectory directory, IApiKeyUses uses) : Grain, IApiKeyDirectoryGrain
{
    public async Task<Page<ApiKey>> List(string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        if (cursor is not null && !ApiKeyId.TryParse(cursor, out _))
            throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");

        var owner = this.GetPrimaryKeyString();
        var corporation = OwnerKey.IsPlatform(owner) ? (CorporationId?)null : CorporationId.Parse(owner);
        var found = await directory.List(corporation, cursor, count + 1, cancellationToken);
        var page = found.Take(count).ToArray();
        var last = await uses.Last([.. page.Select(key => key.Id)], cancellationToken);
        return new Page<ApiKey>(
            [.. page.Select((key, index) => key with { LastUsedAt = last[index] })], found.Count > count ? page[^1].Id : null);
    }
}
