using Adilas.Access;

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
}

/// <summary>Finds answers stored with earlier changes.</summary>
public interface IOperationLog
{
    /// <summary>The stored answer of this caller's operation, or <c>null</c> when it is not known or older than <see cref="OperationResult.Lifetime"/>.</summary>
    Task<OperationResult?> Find(string caller, string operationId, CancellationToken cancellationToken);
}
