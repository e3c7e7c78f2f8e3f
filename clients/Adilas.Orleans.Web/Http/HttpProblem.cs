namespace Adilas.Http;

/// <summary>A request that breaks a rule of HTTP or of this API before any grain is asked; becomes problem details like a refusal.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Stable kebab-case name of the broken rule.</param>
/// <param name="message">A sentence for people; repeats no contents.</param>
/// <param name="field">The member, parameter or header that broke it.</param>
internal sealed class HttpProblem(int status, string code, string message, string? field = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Field { get; } = field;

    /// <summary>After which it makes sense to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static HttpProblem Invalid(string code, string message, string? field = null) => new(StatusCodes.Status400BadRequest, code, message, field);
}
