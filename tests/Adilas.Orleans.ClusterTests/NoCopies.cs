using Adilas.Corporations;
using Adilas.Publishing;

namespace Adilas;

/// <summary>Where no Redis is: keeps nothing.</summary>
internal sealed class NoCopies : ICopyStore
{
    public Task<HeldCopy?> Publish(ProfileCopy copy, long? expected) => Task.FromResult<HeldCopy?>(null);

    public Task<HeldCopy?> Remove(CorporationId corporation, long revision, long? expected) => Task.FromResult<HeldCopy?>(null);

    public Task Doubt(CorporationId corporation, long since) => Task.CompletedTask;

    public Task<IReadOnlyList<long?>> Revisions(IReadOnlyList<string> corporations) =>
        Task.FromResult<IReadOnlyList<long?>>(new long?[corporations.Count]);

    public Task<IReadOnlyList<string>> List() => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<long?> FindMark() => Task.FromResult<long?>(null);

    public Task<bool> Mark(long currentAsOf, long? expected) => Task.FromResult(true);
}
