using Adilas.Access;

namespace Adilas.Benchmarks;

/// <summary>Puts the seal of whoever knocks into the request, as the client library does, and nothing else of what that does.</summary>
internal sealed class DoorSeal : IOutgoingGrainCallFilter
{
    [ThreadStatic]
    private static string? current;

    /// <summary>The seal of the next call that this thread makes.</summary>
    public static string? Current { set => current = value; }

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Request is ISealedRequest request) request.Seal = current;
        return context.Invoke();
    }
}
