using Adilas.Access;
using Adilas.ApiKeys;
using Adilas.Connecting;
using Adilas.Refusals;

namespace Adilas.Health;

/// <summary>Finds out by a real call whether the cluster answers, at most once a second however many ask.</summary>
internal sealed class ClusterHealth(IClusterConnection connection, IGrainFactory grains, CallerAccessor callers, TimeProvider clock)
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly Lock gate = new();
    private Task<string?> last = Task.FromResult<string?>(null);
    private long? askedAt;

    /// <summary>What is wrong; <c>null</c> when nothing is.</summary>
    public Task<string?> Problem(CancellationToken cancellationToken)
    {
        if (!connection.IsConnected) return Task.FromResult<string?>("The cluster is not connected yet.");

        Task<string?> current;
        lock (gate)
        {
            if (last.IsCompleted && (askedAt is null || clock.GetElapsedTime(askedAt.Value) >= Keep))
                (last, askedAt) = (Ask(), clock.GetTimestamp());
            current = last;
        }

        return current.WaitAsync(cancellationToken);
    }

    /// <summary>The cheapest question that passes gateway, gate, grain and store, and that everybody may ask: is this the deployment's key?</summary>
    private async Task<string?> Ask()
    {
        await Task.Yield();
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            using (callers.Use(CallerContext.Anonymous))
                await grains.ApiKey(ApiKeyId.Bootstrap).Prove([.. new byte[32]], patience.Token);
            return null;
        }
        catch (Exception failure) when (failure is RefusedException or OperationCanceledException)
        {
            return "The cluster does not answer.";
        }
    }
}
