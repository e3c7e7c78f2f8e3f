namespace Adilas.ApiKeys;

/// <summary>When keys were last used: hot state, which may be lost, and whose loss stops nobody.</summary>
public interface IApiKeyUses
{
    /// <summary>Notes a use without waiting for the store.</summary>
    void Note(string keyId, DateTimeOffset at);

    /// <summary>When each was last used, in the order asked; <c>null</c> when not known, also while the store cannot be reached.</summary>
    Task<IReadOnlyList<DateTimeOffset?>> Last(IReadOnlyList<string> keyIds, CancellationToken cancellationToken);
}
