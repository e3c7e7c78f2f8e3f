using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Adilas.Access;
using Adilas.ApiKeys;
using Adilas.Calendars;
using Adilas.Jobs;
using Adilas.Provisioning;
using Adilas.Publishing;
using Adilas.Refusals;
using Adilas.Settings.Drafts;
using Adilas.Stacks;
using Microsoft.Extensions.Options;

namespace Adilas.Bootstrap;

/// <summary>
/// Once the silo runs: makes sure that there are an operator key and a stack, wakes what an earlier silo left unfinished, and the publisher,
/// now and whenever a silo dies. Repeats until it succeeds: the stores may come later than the silo.
/// </summary>
internal sealed partial class Bootstrapper(
    IGrainFactory grains,
    SystemActors actors,
    IOptions<BootstrapOptions> options,
    ISiloStatusOracle silos,
    TimeProvider clock,
    ILogger<Bootstrapper> logger) : BackgroundService, ISiloStatusListener
{
    public const string FirstStack = "data0";
    public const int FirstStackCapacity = 100_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status is SiloStatus.Dead && updatedSilo != silos.SiloAddress) _ = WakeAll();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using (actors.Enter(SystemActors.Bootstrap, corporation: null))
                {
                    await EnsureOperatorKey(stoppingToken);
                    await EnsureStack(stoppingToken);
                }

                await WakeAll();
                return;
            }
            catch (Exception failure) when (failure is RefusedException or OrleansException or TimeoutException)
            {
                LogNotYet(failure is RefusedException refused ? refused.Code : failure.GetType().Name);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WakeAll()
    {
        try
        {
            using var actor = actors.Enter(SystemActors.Dispatcher, corporation: null);
            await grains.ProvisioningDispatcher().Wake();
            await grains.SettingsSchedule().Wake();
            await grains.Publisher().Wake();
            await grains.JobDispatcher(JobLane.Runtime).Wake();
            await grains.JobClock().Wake();
            await grains.CalendarClock().Wake();
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            // Their reminders bring them back within a minute.
            LogNotYet(failure.GetType().Name);
        }
    }

    private async Task EnsureOperatorKey(CancellationToken cancellationToken)
    {
        // Only ever the first: a key that was rotated or revoked since must not come back with a restart.
        var grain = grains.ApiKey(ApiKeyId.Bootstrap);
        if (await grain.Find(cancellationToken) is { } known)
        {
            // Who holds it may do everything, and a newer release can do more.
            if (known.RevokedAt is null && !known.Scopes.Includes(PermissionSet.All)) await grain.Widen(PermissionSet.All, cancellationToken);
            return;
        }

        var given = options.Value.OperatorKey;
        var token = given ?? ApiKeyId.Bootstrap.Token(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        if (!ApiKeyId.TryParseToken(token, out var id, out var secret) || id != ApiKeyId.Bootstrap)
            throw new InvalidOperationException($"{BootstrapOptions.OperatorKeyVariable} names another key.");

        // Handed over before it works: after a crash in between, the next start makes another.
        if (given is null) await Hand(token, cancellationToken);
        var order = new ApiKeyOrder("First operator key", PermissionSet.All, ExpiresAt: null);
        await grain.Issue(order, ImmutableArray.Create(ApiKeyId.Hash(secret)), cancellationToken);
    }

    private async Task EnsureStack(CancellationToken cancellationToken)
    {
        if ((await grains.StackDirectory().List(cancellationToken)).Length > 0) return;
        await grains.Stack(StackId.Parse(FirstStack)).Register(StackKind.Shared, FirstStackCapacity, cancellationToken);
    }

    /// <summary>Prints a key that was just made, once, and keeps it where its owner alone can read it.</summary>
    private async Task Hand(string token, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Operator key (shown once): {token}");
        if (options.Value.KeyFile is not { } file) return;

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.Delete(file);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(file, create);
        await writer.WriteLineAsync(token.AsMemory(), cancellationToken);
        Console.WriteLine($"It is kept in {file}.");
    }

    [LoggerMessage(LogLevel.Information, "The platform is not ready yet: {Reason}")]
    private partial void LogNotYet(string reason);
}
