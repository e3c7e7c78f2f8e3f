namespace Adilas.Jobs;

/// <summary>How an attempt ended.</summary>
/// <param name="Result">What is kept of a success, as JSON of at most <see cref="MaxResultBytes"/>; <c>null</c>: nothing.</param>
/// <param name="Failure">What went wrong; <c>null</c>: nothing did.</param>
public sealed record JobOutcome(string? Result, JobFailure? Failure)
{
    public const int MaxResultBytes = 16 * 1024;

    public static JobOutcome Succeeded(string? result = null) => new(result, null);

    /// <param name="result">What may help to understand it, such as the answer that was received; as JSON.</param>
    public static JobOutcome Failed(JobFailure failure, string? result = null) => new(result, failure);
}

/// <summary>Why an attempt failed, for people to read: holds no secret.</summary>
/// <param name="Code">Kebab-case name of what went wrong, for example <c>http-status</c>.</param>
/// <param name="IsFinal">Whether trying again is of no use.</param>
/// <param name="RetryAfter">For how long the receiver asked to be left alone; <c>null</c>: it did not.</param>
public sealed record JobFailure(string Code, string Message, bool IsFinal = false, TimeSpan? RetryAfter = null);
