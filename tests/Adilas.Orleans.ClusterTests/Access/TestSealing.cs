namespace Adilas.Access;

/// <summary>Seals a call of ours with what the test has put into the request context, where calls of Orleans' own carry it.</summary>
internal sealed class TestSealing : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Request is ISealedRequest request) request.Seal = RequestContext.Get(Seal.Header) as string;
        return context.Invoke();
    }
}
