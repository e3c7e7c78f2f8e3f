using System.Collections.Concurrent;
using Adilas.Refusals;

namespace Adilas.Access;

/// <summary>Stands before the gate and writes down which probing call was refused; see <see cref="Probe"/>.</summary>
internal sealed class Witness : IIncomingGrainCallFilter
{
    public static ConcurrentDictionary<string, string> Refused { get; } = new();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var probe = RequestContext.Get(Probe.Header) as string;
        try
        {
            await context.Invoke();
        }
        catch (RefusedException refused) when (probe is not null)
        {
            Refused[probe] = refused.Code;
            throw;
        }
    }
}
