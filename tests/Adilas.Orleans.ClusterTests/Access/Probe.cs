using System.Collections.Concurrent;

namespace Adilas.Access;

/// <summary>Stands behind the gate: a probing call that comes this far was let in, and goes no further, so that it changes nothing.</summary>
internal sealed class Probe : IIncomingGrainCallFilter
{
    public const string Header = "test.probe";

    public static ConcurrentDictionary<string, bool> Passed { get; } = new();

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (RequestContext.Get(Header) is not string probe) return context.Invoke();

        Passed[probe] = true;
        context.Result = context.InterfaceMethod.ReturnType.GetGenericArguments() is [{ IsValueType: true } type] ? Activator.CreateInstance(type) : null;
        return Task.CompletedTask;
    }
}
