using System.Collections.Concurrent;
using System.Text.Json;
using Adilas.Corporations;

namespace Adilas.Provisioning;

/// <summary>A step that does what the test wrote for the corporation.</summary>
internal sealed class ScriptedStep : IProvisioningStep
{
    public const string Name = "scripted";

    public static ConcurrentDictionary<CorporationId, Func<CancellationToken, Task>> Doing { get; } = new();

    public static ConcurrentDictionary<CorporationId, int> Undone { get; } = new();

    public string Type => Name;

    public string? Problem(JsonElement options) => null;

    public async Task<IReadOnlyDictionary<string, string>> Do(StepContext context, CancellationToken cancellationToken)
    {
        if (Doing.TryGetValue(context.Corporation, out var act)) await act(cancellationToken);
        return new Dictionary<string, string> { ["acted"] = "yes" };
    }

    public Task Undo(StepContext context, CancellationToken cancellationToken)
    {
        Undone.AddOrUpdate(context.Corporation, 1, (_, count) => count + 1);
        return Task.CompletedTask;
    }
}
