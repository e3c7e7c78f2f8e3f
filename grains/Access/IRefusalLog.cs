namespace Adilas.Access;

/// <summary>Keeps what was refused, so that an operator sees who tried what.</summary>
public interface IRefusalLog
{
    /// <summary>Stores counts; at most a few hundred rows a call.</summary>
    Task Add(IReadOnlyCollection<RefusalCount> counts, CancellationToken cancellationToken);
}

/// <summary>How often one caller was refused one thing within one minute.</summary>
/// <param name="Minute">The start of the minute, UTC.</param>
/// <param name="Subject">The key of the grain up to its first separator: a corporation, or a platform thing.</param>
public sealed record RefusalCount(DateTimeOffset Minute, string Subject, string Actor, string Action, string Code, long Count);
