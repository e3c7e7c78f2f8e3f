namespace Adilas.Access;

/// <summary>Seals what a grain or a system actor calls in the name of the call that it serves. What a page has sealed in a silo's process stays.</summary>
internal sealed class OnwardFilter : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Request is not ISealedRequest request) return context.Invoke();

        request.Seal ??= CallScope.Current?.Onward?.Text;
        return InvokeOurs(context);
    }

    /// <summary>
    /// A call that waits while its grain is looked for ends with the one that asked first. When that one has expired, Orleans tells all of them
    /// that they were cancelled: to a grain this is a late answer, since nobody has given up.
    /// </summary>
    private static async Task InvokeOurs(IOutgoingGrainCallContext context)
    {
        var givenUp = context.Request.GetCancellationToken();
        try
        {
            await context.Invoke();
        }
        catch (OperationCanceledException expired) when (!givenUp.IsCancellationRequested)
        {
            throw new TimeoutException($"{context.InterfaceName}.{context.MethodName} was not answered in time.", expired);
        }
    }
}
