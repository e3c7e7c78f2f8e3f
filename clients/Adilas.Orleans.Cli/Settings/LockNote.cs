using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>Says when a value was stored that a lower layer's lock keeps from holding: nothing went wrong, and yet nothing changes.</summary>
internal static class LockNote
{
    public static async Task Show(Session session, string scope, string path, string token, CancellationToken cancellationToken)
    {
        if (scope.Split(':') is not [("corporation" or "user") and var kind, var corporation, .. var rest]) return;
        try
        {
            (string, string?)[] query = [("path", path), ("minVersion", token), ("user", kind is "user" ? rest[0] : null)];
            var answer = await session.Api.Send(ApiRequest.Get($"corporations/{Segment.Id(corporation)}/profile/explain{Query.Of(query)}"), cancellationToken);
            var own = (answer.Json?.Items("layers") ?? []).FirstOrDefault(layer => layer.String("scope") == scope);
            if (own.String("lockedBy") is { } locker) session.Screen.Warn($"Stored, but it does not hold: {locker} locks {path}.");
        }
        catch (ApiFailure)
        {
            // The value is stored; only the advice is missing, for which the key may not have the scope.
        }
    }
}
