using Adilas.Refusals;
using Orleans.Runtime.Messaging;
using Orleans.Storage;

namespace Adilas.Calls;

/// <summary>Sorts what can go wrong on the way to a grain and back. That the caller gave up is no failure, and comes nowhere near.</summary>
internal static class CallFailures
{
    /// <summary>Whether sending a repeatable call again may help.</summary>
    public static bool MayPass(Exception failure) => failure switch
    {
        RefusedException refused => refused.Refusal is Refusal.Unavailable or Refusal.OutcomeUnknown,
        InconsistentStateException => true,
        _ => IsConnection(failure),
    };

    /// <summary>Says in the caller's terms what <paramref name="failure"/> means; <c>null</c> when it is none of ours to say.</summary>
    /// <param name="isQuestion">Whether the call changes nothing, whatever became of it.</param>
    public static RefusedException? Translate(Exception failure, bool isQuestion) => failure switch
    {
        RefusedException => null,
        InconsistentStateException => new RefusedException(
            Refusal.Conflict, "changed-meanwhile", "It was changed by someone else at the same moment. Read it again and repeat."),
        TimeoutException or OperationCanceledException or SiloUnavailableException when !isQuestion => new RefusedException(
            Refusal.OutcomeUnknown, "outcome-unknown", "The answer was lost: the change may or may not be stored. Repeat with the same idempotency key."),
        _ when IsConnection(failure) => ClusterUnavailable(),
        _ => null,
    };

    public static RefusedException ClusterUnavailable() =>
        new(Refusal.Unavailable, "cluster-unavailable", "The service cannot be reached at the moment. Try again.");

    private static bool IsConnection(Exception failure) => failure
        is TimeoutException
        or OperationCanceledException // so a silo tells that the call, or one that waited with it, expired while its grain was looked for
        or OrleansMessageRejectionException // and SiloUnavailableException, which derives from it
        or ConnectionFailedException
        or ClientNotAvailableException
        or GatewayTooBusyException;
}
