using Adilas.Storage;

namespace Adilas.ApiKeys;

/// <summary>One row an API key, for lists of them. Holds nothing of the secret.</summary>
internal sealed class ApiKeyDirectoryProjection() : Projection<ApiKeyState>(
    StorageNames.ApiKey, "api_key_directory", "key_id", "corporation", "name", "scopes", "created_at", "expires_at", "revoked_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, ApiKeyState state)
    {
        if (!state.IsIssued) return null;
        var id = ApiKeyGrainFactory.ParseKey(grainKey);
        return
        [
            id.ToString(), id.Corporation?.Value ?? "", state.Name, (long)state.Scopes.Bits, StoredTime.ToMicroseconds(state.CreatedAt),
            Microseconds(state.ExpiresAt), Microseconds(state.RevokedAt),
        ];
    }

    private static long? Microseconds(DateTimeOffset? time) => time is { } known ? StoredTime.ToMicroseconds(known) : null;
}
