namespace Adilas.Http;

/// <summary>For how long one request is repeated.</summary>
/// <param name="Busy">While the server asks to wait (429 or 503 with Retry-After).</param>
/// <param name="Away">While nobody answers: long enough for a restart, short enough for a wrong address.</param>
internal sealed record RetryBudget(TimeSpan Busy, TimeSpan Away)
{
    public static RetryBudget Default { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5));

    public static RetryBudget None { get; } = new(TimeSpan.Zero, TimeSpan.Zero);

    public static RetryBudget Of(int? seconds) =>
        seconds is { } given ? new RetryBudget(TimeSpan.FromSeconds(given), TimeSpan.FromSeconds(given)) : Default;
}
