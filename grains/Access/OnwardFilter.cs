namespace Adilas.Access;

/// <summary>Seals what a grain or a system actor calls in the name of the call that it serves. What a page has sealed in a silo's process stays.</summary>
internal sealed class OnwardFilter : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Request is ISealedRequest { Seal: null } request) request.Seal = CallScope.Current?.Onward?.Text;
        return context.Invoke();
    }
}
