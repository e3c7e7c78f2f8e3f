using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Stacks;
using Microsoft.Extensions.Logging;

namespace Adilas.Provisioning;

/// <summary>Runs one attempt of one step, forward or backward, and says how it ended. Never throws.</summary>
internal sealed partial class ProvisioningRunner(
    IEnumerable<IProvisioningStep> steps,
    ProvisioningThrottle throttle,
    SystemActors actors,
    CrashPoint crash,
    TimeProvider clock,
    ILogger<ProvisioningRunner> logger)
{
    private const int MaxReasonLength = 500;

    private readonly FrozenDictionary<string, IProvisioningStep> steps = steps.ToFrozenDictionary(step => step.Type, StringComparer.Ordinal);

    public async Task<StepResult> Run(CorporationId corporation, ProvisioningState state, CancellationToken stopping)
    {
        var step = state.Steps[state.Current];
        using var activity = ProvisioningTelemetry.Start(corporation, step, state.Phase);
        var started = clock.GetTimestamp();
        var result = await Attempt(corporation, state, step, stopping);
        ProvisioningTelemetry.Ended(step.Type, state.Phase, result.Reason is null, clock.GetElapsedTime(started));
        if (result.Reason is not null)
        {
            activity?.SetStatus(ActivityStatusCode.Error, result.Reason);
            LogFailed(corporation, step.Name, step.Attempt, result.Reason);
        }

        return result;
    }

    private async Task<StepResult> Attempt(
        CorporationId corporation, ProvisioningState state, ProvisioningStepRecord step, CancellationToken stopping)
    {
        if (!steps.TryGetValue(step.Type, out var work)) return StepResult.Foreign(step.Type);

        using var timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
        try
        {
            await throttle.Enter(both.Token);
            try
            {
                // From here on, and with a seal of its own: a long queue must use up neither the step's time nor its right to act.
                timeout.CancelAfter(step.Timeout);
                using var actor = actors.Enter(SystemActors.Provisioning, corporation, state.OrderedBy);
                return await Act(work, ContextOf(corporation, state, step), step, state.Phase, both.Token);
            }
            finally
            {
                throttle.Leave();
            }
        }
        catch (RefusedException refused)
        {
            var isFinal = refused.Refusal is Refusal.Invalid or Refusal.Conflict or Refusal.Forbidden or Refusal.NotFound;
            return StepResult.Failed(Shorten($"{refused.Code}: {refused.Message}"), isFinal);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            return StepResult.Failed(stopping.IsCancellationRequested ? "Stopped." : $"Not done within {step.Timeout.TotalSeconds:0} s.", isFinal: false);
        }
#pragma warning disable CA1031 // Whatever a step throws, the saga goes on to its next attempt or its exit; the log has the whole exception.
        catch (Exception fault)
        {
            LogFault(fault, corporation, step.Name);
            return StepResult.Failed(Shorten($"Unexpected: {fault.GetType().Name}."), isFinal: false);
        }
#pragma warning restore CA1031
    }

    private async Task<StepResult> Act(
        IProvisioningStep work, StepContext context, ProvisioningStepRecord step, ProvisioningPhase phase, CancellationToken cancellationToken)
    {
        if (phase is ProvisioningPhase.RollingBack)
        {
            await work.Undo(context, cancellationToken);
            return new StepResult(StepContext.NoOutputs);
        }

        crash.Before(step.Name);
        var outputs = await work.Do(context, cancellationToken);
        crash.After(step.Name);
        return new StepResult(outputs, outputs.TryGetValue(PlaceStep.StackOutput, out var stack) && step.Type == PlaceStep.Name ? StackId.Parse(stack) : null);
    }

    private static StepContext ContextOf(CorporationId corporation, ProvisioningState state, ProvisioningStepRecord step)
    {
        var outputs = state.Steps.SelectMany(each => each.Outputs).DistinctBy(output => output.Key).ToImmutableDictionary();
        using var options = JsonDocument.Parse(step.Options);
        return new StepContext(
            corporation, state.Stack ?? default, state.Order!.Recipe, state.Order, options.RootElement.Clone(), outputs);
    }

    private static string Shorten(string reason) => reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength];

    [LoggerMessage(LogLevel.Warning, "Step {Step} of {CorporationId} failed at attempt {Attempt}: {Reason}")]
    private partial void LogFailed(CorporationId corporationId, string step, int attempt, string reason);

    [LoggerMessage(LogLevel.Error, "Step {Step} of {CorporationId} ended with a fault")]
    private partial void LogFault(Exception fault, CorporationId corporationId, string step);
}
