namespace Adilas.Access;

/// <summary>The gate, with one door more for the test host itself, whose hooks the gate refuses.</summary>
internal sealed class TestDoor(GateFilter gate) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) =>
        context.InterfaceName.Contains("TestHooks", StringComparison.Ordinal) ? context.Invoke() : gate.Invoke(context);
}
