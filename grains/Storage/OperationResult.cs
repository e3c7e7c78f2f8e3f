using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.Storage;

/// <summary>
/// The stored answer to an operation id: a row of the same transaction as the change, kept for 24 hours. A row belongs to the caller
/// that chose the id, so that nobody can read another's answers by guessing ids.
/// </summary>
/// <param name="RequestHash">SHA-256 in hex of the request that was answered.</param>
/// <param name="Answer">The method's answer as JSON; see <see cref="StoredJson"/>.</param>
public sealed record OperationResult(string RequestHash, byte[] Answer)
{
    public const string Table = "operation_result";

    /// <summary>How long an answer is kept to be replayed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static Effect ToEffect(CallerContext caller, OperationKey operation, byte[] answer) => new(Table,
    [
        new("caller", caller.Actor),
        new("operation_id", operation.Id),
        new("request_hash", operation.RequestHash),
        new("corporation", caller.Corporation?.Value ?? ""),
        new("answer", answer),
    ]);

    /// <summary>The answer, for whoever sends this operation again.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Conflict"/>: the id names another request.</exception>
    public byte[] AnswerTo(OperationKey operation) => operation.RequestHash == RequestHash
        ? Answer
        : throw new RefusedException(
            Refusal.Conflict, "idempotency-key-reused", "This idempotency key was used for another request.", "Idempotency-Key");
}

/// <summary>The answers stored for operation ids. One that goes with a change is an effect of it, see <see cref="OperationResult.ToEffect"/>.</summary>
public interface IOperationLog
{
    /// <summary>The stored answer of this caller's operation, or <c>null</c> when it is not known or older than <see cref="OperationResult.Lifetime"/>.</summary>
    Task<OperationResult?> Find(string caller, string operationId, CancellationToken cancellationToken);

    /// <summary>Stores the answer to an operation that changed nothing, and so has no transaction to be part of.</summary>
    /// <returns>The answer that stands: this one, or the one that the same operation was given meanwhile.</returns>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Conflict"/>: the id names another request. <see cref="Refusal.Unavailable"/>: not stored.
    /// </exception>
    Task<byte[]> Add(CallerContext caller, OperationKey operation, byte[] answer, CancellationToken cancellationToken);
}
