using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Adilas.Refusals;
using Adilas.Stacks;
using Adilas.Storage;

namespace Adilas.Provisioning;

/// <summary>Everything stored about the making of one corporation, and every rule about how it goes on.</summary>
[GenerateSerializer, Immutable, Alias("adilas.ProvisioningState")]
internal sealed record ProvisioningState : JournalState
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    /// <summary><c>null</c> until ordered.</summary>
    [Id(0)] public ProvisioningOrder? Order { get; init; }

    [Id(1)] public int RecipeVersion { get; init; }

    [Id(2)] public ProvisioningPhase Phase { get; init; }

    [Id(3)] public ImmutableArray<ProvisioningStepRecord> Steps { get; init; } = [];

    /// <summary>Who ordered it.</summary>
    [Id(4)] public string OrderedBy { get; init; } = "";

    /// <summary>Chosen by the first step.</summary>
    [Id(5)] public StackId? Stack { get; init; }

    /// <summary>When somebody has to look after it at the latest, UTC; <c>null</c> when there is nothing left to do.</summary>
    [Id(6)] public DateTimeOffset? DueAt { get; init; }

    [JsonIgnore] public bool IsOrdered => Order is not null && Phase is not ProvisioningPhase.Absent;

    [JsonIgnore] public bool IsActive => Order is not null && Phase is ProvisioningPhase.Running or ProvisioningPhase.RollingBack;

    /// <summary>The step whose turn it is: forward the first that is not done, backward the last that left something; -1 at the end.</summary>
    [JsonIgnore]
    public int Current
    {
        get
        {
            if (Phase is not ProvisioningPhase.RollingBack) return FirstNotDone();
            for (var index = Steps.Length - 1; index >= 0; index--)
            {
                if (Steps[index].State is not (StepState.Waiting or StepState.Undone)) return index;
            }

            return -1;
        }
    }

    public ProvisioningState Begin(
        ProvisioningOrder order, int recipeVersion, ImmutableArray<ProvisioningStepRecord> steps, string by, DateTimeOffset now)
    {
        if (IsOrdered)
        {
            return Order!.IsSameAs(order)
                ? this
                : throw new RefusedException(Refusal.Conflict, "corporation-exists", "The id was ordered with other particulars.", "id");
        }

        return this with
        {
            Order = order,
            RecipeVersion = recipeVersion,
            Phase = ProvisioningPhase.Running,
            Steps = steps,
            OrderedBy = by,
            Stack = null,
            DueAt = now,
        };
    }

    /// <summary>The attempt that is about to begin: stored before it does, so that a crash in its middle is known.</summary>
    public ProvisioningState Attempt(DateTimeOffset now)
    {
        var step = Steps[Current];
        var deadline = now + step.Timeout;
        var state = Phase is ProvisioningPhase.RollingBack ? StepState.Undoing : StepState.Running;
        return With(step with { State = state, Attempt = step.Attempt + 1, Deadline = deadline, NotBefore = null }) with { DueAt = deadline };
    }

    /// <summary>The step is done, and the next one, if there is one, is about to begin: one row for both.</summary>
    public ProvisioningState Succeeded(IReadOnlyDictionary<string, string> outputs, StackId? stack, DateTimeOffset now)
    {
        var undone = Phase is ProvisioningPhase.RollingBack;
        var step = Steps[Current] with { State = undone ? StepState.Undone : StepState.Done, Deadline = null, Reason = null };
        if (!undone) step = step with { Outputs = outputs.ToImmutableSortedDictionary(StringComparer.Ordinal) };
        var next = With(step) with { Stack = stack ?? Stack };
        if (next.Current >= 0) return next.StartOver(now).Attempt(now);

        return next with { Phase = undone ? ProvisioningPhase.Absent : ProvisioningPhase.Ready, DueAt = null };
    }

    /// <summary>The attempt failed: it is tried again after a pause, or the whole has failed.</summary>
    /// <param name="isFinal">Whether another attempt could not do better.</param>
    public ProvisioningState Failed(string reason, bool isFinal, DateTimeOffset now)
    {
        // Undoing goes on: what is half there must go, however long its store is away.
        var step = Steps[Current] with { Reason = reason, Deadline = null };
        if (Phase is not ProvisioningPhase.RollingBack && (isFinal || step.Attempt >= step.MaxAttempts)) return GaveUp(reason);

        var pause = FirstBackOff * Math.Pow(2, Math.Min(step.Attempt - 1, 10));
        var notBefore = now + (pause < LongestBackOff ? pause : LongestBackOff);
        return With(step with { NotBefore = notBefore }) with { DueAt = notBefore };
    }

    /// <summary>Nothing goes on by itself any more. The step keeps its direction, so that a retry goes on in it.</summary>
    public ProvisioningState GaveUp(string reason)
    {
        var state = Phase is ProvisioningPhase.RollingBack ? StepState.Undoing : StepState.Failed;
        return With(Steps[Current] with { State = state, Reason = reason, Deadline = null }) with { Phase = ProvisioningPhase.Failed, DueAt = null };
    }

    public ProvisioningState Retry(DateTimeOffset now)
    {
        CheckOrdered();
        if (Phase is not ProvisioningPhase.Failed) return this;

        var isUndoing = Steps[Current].State is StepState.Undoing;
        return StartOver(now) with { Phase = isUndoing ? ProvisioningPhase.RollingBack : ProvisioningPhase.Running, DueAt = now };
    }

    public ProvisioningState Rollback(DateTimeOffset now)
    {
        // A retry after a lost reply must succeed, also when nothing is left by then.
        if (Order is not null && Phase is ProvisioningPhase.RollingBack or ProvisioningPhase.Absent) return this;
        CheckOrdered();
        if (Phase is ProvisioningPhase.Ready)
            throw new RefusedException(Refusal.Conflict, "provisioning-ready", "The corporation is ready; close it instead.");

        var next = this with { Phase = ProvisioningPhase.RollingBack, DueAt = now };
        return next.Current >= 0 ? next.StartOver(now) : next with { Phase = ProvisioningPhase.Absent, DueAt = null };
    }

    public ProvisioningStatus ToStatus(Corporations.CorporationId id) => new(
        id, Order!.Recipe, RecipeVersion, Phase, [.. Steps.Select(step => step.ToStatus())]);

    private ProvisioningState StartOver(DateTimeOffset now) =>
        Current >= 0 ? With(Steps[Current] with { Attempt = 0, NotBefore = null, Deadline = null }) with { DueAt = now } : this;

    private ProvisioningState With(ProvisioningStepRecord step) => this with { Steps = Steps.SetItem(Current, step) };

    private int FirstNotDone()
    {
        for (var index = 0; index < Steps.Length; index++)
        {
            if (Steps[index].State is not StepState.Done) return index;
        }

        return -1;
    }

    private void CheckOrdered()
    {
        if (!IsOrdered) throw new RefusedException(Refusal.NotFound, "provisioning-unknown", "The corporation was never ordered.");
    }
}
