namespace Adilas.Provisioning;

/// <summary>How many steps one silo works on at a time: thousands of corporations may be ordered at once, databases are made a few at a time.</summary>
internal sealed class ProvisioningThrottle : IDisposable
{
    public const int MaxStepsAtOnce = 16;

    private readonly SemaphoreSlim places = new(MaxStepsAtOnce);

    public Task Enter(CancellationToken cancellationToken) => places.WaitAsync(cancellationToken);

    public void Leave() => places.Release();

    public void Dispose() => places.Dispose();
}
