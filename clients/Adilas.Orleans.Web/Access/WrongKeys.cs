using Adilas.Http;

namespace Adilas.Access;

/// <summary>What an address is told that tried too many wrong keys.</summary>
internal static class WrongKeys
{
    public static HttpProblem TooMany(TimeSpan wait) => new(
        StatusCodes.Status429TooManyRequests, "too-many-wrong-keys", "Too many wrong keys came from this address. Wait.")
    { RetryAfter = wait };
}
