using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Stacks;
using Adilas.Storage;
using Adilas.Users;
using Microsoft.Extensions.Logging;

namespace Adilas.Provisioning;

/// <summary>
/// Drives one provisioning. A step runs beside the grain's turns and touches nothing of it: the timer looks whether it ended, and only
/// the timer's turn stores what came of it. So a step may take a minute while the grain answers.
/// </summary>
[GrainType("provisioning")]
internal sealed partial class ProvisioningGrain(
    [PersistentState(StorageNames.Provisioning, StorageNames.Journal)] IPersistentState<ProvisioningState> record,
    IRecipeCatalog recipes,
    IEmailDigest digests,
    ProvisioningRunner runner,
    SystemActors actors,
    TimeProvider clock,
    ILogger<ProvisioningGrain> logger) : Grain, IProvisioningGrain, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(500);

    private IGrainTimer? driver;
    private CancellationTokenSource? stop;
    private Task<StepResult>? running;

    // Whether the attempt that is stored as under way is this activation's; otherwise a crash cut it off, and it begins again, counted.
    private bool isMine;

    private CorporationId Id => CorporationId.Parse(this.GetPrimaryKeyString());

    public async Task<ProvisioningReceipt> Start(CorporationOrder order, CancellationToken cancellationToken)
    {
        var recipe = Recipe(order);
        var created = !record.State.IsOrdered;
        if (created) await CheckStack(order, cancellationToken);
        var stored = ProvisioningOrder.From(order, await OwnerOf(order, cancellationToken));
        var by = CallScope.Current!.Caller.Actor;
        var next = record.State.Begin(stored, recipe.Version, StepsOf(recipe), by, clock.GetUtcNow());
        var receipt = await this.Commit(record, next, state => new ProvisioningReceipt(created, state.ToStatus(Id)), cancellationToken);
        Drive();
        return receipt;
    }

    public async Task<ProvisioningReceipt> Check(CorporationOrder order, CancellationToken cancellationToken)
    {
        var recipe = Recipe(order);
        var created = !record.State.IsOrdered;
        if (created) await CheckStack(order, cancellationToken);
        var stored = ProvisioningOrder.From(order, await OwnerOf(order, cancellationToken));
        var next = record.State.Begin(stored, recipe.Version, StepsOf(recipe), "", clock.GetUtcNow());
        return new ProvisioningReceipt(created, next.ToStatus(Id));
    }

    // Interleaves: it reads one reference to an immutable state, which only a whole commit replaces.
    public Task<ProvisioningStatus?> Find(CancellationToken cancellationToken) =>
        Task.FromResult(record.State.Order is null ? null : record.State.ToStatus(Id));

    public async Task<ProvisioningStatus> Retry(CancellationToken cancellationToken)
    {
        var next = record.State.Retry(clock.GetUtcNow());
        if (!ReferenceEquals(next, record.State)) isMine = false;
        var status = await this.Commit(record, next, state => state.ToStatus(Id), cancellationToken);
        Drive();
        return status;
    }

    public async Task<ProvisioningStatus> Rollback(CancellationToken cancellationToken)
    {
        var next = record.State.Rollback(clock.GetUtcNow());
        if (!ReferenceEquals(next, record.State)) await StopStep(cancellationToken);
        var status = await this.Commit(record, next, state => state.ToStatus(Id), cancellationToken);
        Drive();
        return status;
    }

    public Task Wake(CancellationToken cancellationToken)
    {
        Drive();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (stop is null || running is null) return;

        // A step that goes on unseen could do what the next activation has already undone.
        await stop.CancelAsync();
        await Task.WhenAny(running, Task.Delay(LongestTurn, clock, CancellationToken.None));
    }

    public void Dispose() => stop?.Dispose();

    private void Drive()
    {
        if (!record.State.IsActive) return;
        if (driver is null) driver = this.RegisterGrainTimer(Turn, new GrainTimerCreationOptions(TimeSpan.Zero, LookEvery) { KeepAlive = true });
        else driver.Change(TimeSpan.Zero, LookEvery);
    }

    private async Task Turn(CancellationToken cancellationToken)
    {
        using var actor = actors.Enter(SystemActors.Provisioning, Id, record.State.OrderedBy);
        try
        {
            var until = clock.GetUtcNow() + LongestTurn;
            var goesOn = true;
            while (goesOn && record.State.IsActive) goesOn = await Advance(until, cancellationToken);
        }
        catch (RefusedException refused)
        {
            // Nothing was changed, and the next look tries again. What the journal will not take however often it is asked goes with
            // this activation, and the dispatcher wakes the next, which begins with what is stored.
            LogWaiting(Id, refused.Code);
            driver?.Change(TimeSpan.FromSeconds(1), LookEvery);
            if (refused.Refusal is not Refusal.Unavailable) DeactivateOnIdle();
        }

        if (record.State.IsActive) return;
        LogEnded(Id, record.State.Phase);
        driver?.Dispose();
        driver = null;
    }

    /// <summary>Takes one step further. <c>false</c>: this turn has to end.</summary>
    private async Task<bool> Advance(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (running is null)
        {
            if (record.State.Steps[record.State.Current].NotBefore is { } later && later > now)
            {
                driver?.Change(later - now, LookEvery);
                return false;
            }

            if (!isMine) await Store(record.State.Attempt(now), cancellationToken);
            isMine = true;
            stop = new CancellationTokenSource();
            running = runner.Run(Id, record.State, stop.Token);
        }

        var left = until - clock.GetUtcNow();
        if (left <= TimeSpan.Zero) return false;
        await Task.WhenAny(running, Task.Delay(left, clock, cancellationToken));
        if (!running.IsCompleted) return false;

        await Conclude(await running, cancellationToken);
        return true;
    }

    private async Task Conclude(StepResult result, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = result switch
        {
            { Reason: null } => record.State.Succeeded(result.Outputs, result.Stack, now),
            { IsForeign: true } => record.State.GaveUp(result.Reason),
            _ => record.State.Failed(result.Reason, result.IsFinal, now),
        };
        await Store(next, cancellationToken);

        // With its success the next attempt was stored, too.
        isMine = result.Reason is null;
        Forget();
    }

    /// <summary>Nothing may be undone while it is still being done.</summary>
    private async Task StopStep(CancellationToken cancellationToken)
    {
        isMine = false;
        if (running is null) return;
        await stop!.CancelAsync();
        await Task.WhenAny(running, Task.Delay(LongestTurn, clock, cancellationToken));
        if (!running.IsCompleted)
            throw new RefusedException(Refusal.Unavailable, "step-running", "A step is under way and does not stop yet; try again.");
        Forget();
    }

    private void Forget()
    {
        running = null;
        stop?.Dispose();
        stop = null;
    }

    private Task<bool> Store(ProvisioningState next, CancellationToken cancellationToken) => this.Commit(record, next, cancellationToken);

    private Recipe Recipe(CorporationOrder order)
    {
        ProvisioningOrder.Check(order);
        var name = order.Recipe ?? CorporationOrder.DefaultRecipe;
        return recipes.Find(name)
            ?? throw new RefusedException(Refusal.Invalid, "recipe-unknown", $"There is no recipe '{name}'.", "recipe");
    }

    private async Task CheckStack(CorporationOrder order, CancellationToken cancellationToken)
    {
        if (order.Stack is not { } wanted) return;
        using var actor = actors.Enter(SystemActors.Provisioning, corporation: null, CallScope.Current?.Caller.Actor);
        if (await GrainFactory.Stack(wanted).Find(cancellationToken) is null)
            throw new RefusedException(Refusal.Invalid, "stack-unknown", $"There is no stack '{wanted}'.", "stack");
    }

    private static ImmutableArray<ProvisioningStepRecord> StepsOf(Recipe recipe) =>
        [.. recipe.Steps.Prepend(PlaceStep.Step).Append(RegisterStep.Step).Select(ProvisioningStepRecord.From)];

    private async Task<UserId> OwnerOf(CorporationOrder order, CancellationToken cancellationToken) =>
        UserId.Parse($"u-{await digests.Of(order.OwnerEmail, cancellationToken)}");

    [LoggerMessage(LogLevel.Information, "Provisioning of {CorporationId} ended: {Phase}")]
    private partial void LogEnded(CorporationId corporationId, ProvisioningPhase phase);

    [LoggerMessage(LogLevel.Warning, "Provisioning of {CorporationId} waits for the journal: {Code}")]
    private partial void LogWaiting(CorporationId corporationId, string code);
}
