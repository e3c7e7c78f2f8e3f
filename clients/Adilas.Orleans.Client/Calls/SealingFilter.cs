using System.Diagnostics;
using Adilas.Access;
using Adilas.Connecting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization.Invocation;

namespace Adilas.Calls;

/// <summary>
/// The one filter on outgoing calls: seals every call with its caller, framework calls too; sends a repeatable call of ours again, or a
/// second time in parallel, when no answer comes; sends a command again that goes under an operation id; and puts what still fails into
/// a refusal that callers understand.
/// </summary>
internal sealed partial class SealingFilter(
    ICallerAccessor accessor,
    CallerAccessor operations,
    Sealer sealer,
    IClusterConnection connection,
    IOptions<CallOptions> options,
    CallMetrics metrics,
    TimeProvider clock,
    ILogger<SealingFilter> logger) : IOutgoingGrainCallFilter
{
    /// <summary>The call that is being sent a second time in this flow: it only gets its seal.</summary>
    private static readonly AsyncLocal<Hedge?> SecondCall = new();

    private readonly CallOptions options = options.Value;

    private CallerContext? Caller => operations.Library ?? accessor.Current;

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (SecondCall.Value is { } second)
        {
            SecondCall.Value = null;
            Attach(context.Request, second.Operation);
            await context.Invoke();
            return;
        }

        // In a silo, grains and system actors speak for themselves: only what a page or an endpoint asks is sealed here.
        if (connection.IsInProcess && (context.SourceContext is not null || Caller is null))
        {
            await context.Invoke();
            return;
        }

        var rule = CallRule.Of(context.InterfaceMethod);
        if (!rule.IsOurs)
        {
            Attach(context.Request, operation: null);
            await context.Invoke();
            return;
        }

        // What the library reads for itself is not the command that the caller named.
        await InvokeOurs(context, rule, operations.Library is null ? operations.TakeOperation() : null);
    }

    private async Task InvokeOurs(IOutgoingGrainCallContext context, CallRule rule, OperationKey? operation)
    {
        if (!connection.IsConnected) throw CallFailures.ClusterUnavailable();

        var givenUp = context.Request.GetCancellationToken();
        var started = clock.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                await Attempt(context, rule, operation);
                return;
            }
            catch (OperationCanceledException) when (givenUp.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception failure) when (MayRepeat(failure, rule, operation, attempt, started, out pause))
            {
                metrics.Repeated(context.MethodName);
                LogRepeated(context.InterfaceName, context.MethodName, context.TargetId, failure.GetType().Name, attempt + 1);
            }
            catch (Exception failure) when (CallFailures.Translate(failure, rule.IsQuestion) is { } refusal)
            {
                metrics.Failed(context.MethodName, refusal.Code);
                LogFailed(context.InterfaceName, context.MethodName, context.TargetId, failure.GetType().Name, refusal.Code);
                throw refusal;
            }

            await Task.Delay(pause, clock, givenUp);
        }
    }

    private async Task Attempt(IOutgoingGrainCallContext context, CallRule rule, OperationKey? operation)
    {
        Attach(context.Request, operation);
        var first = context.Invoke();
        if (connection.IsInProcess || !rule.IsRepeatable || !rule.CanCall || options.HedgeAfter >= options.ResponseTimeout)
        {
            await first;
            return;
        }

        await first.WaitAsync(options.HedgeAfter, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (first.IsCompleted)
        {
            await first;
            return;
        }

        metrics.Hedged(context.MethodName);
        var second = CallAgain(context, rule, operation);
        if (await FirstGood(first, second) == second)
        {
            metrics.HedgeWon(context.MethodName);
            if (rule.HasResult) context.Result = await second;
            else context.Response = Response.Completed;
        }
    }

    /// <summary>A fresh call through the reference: the invoker of the first one cannot run twice at once.</summary>
    private static async Task<object?> CallAgain(IOutgoingGrainCallContext context, CallRule rule, OperationKey? operation)
    {
        var arguments = new object?[context.Request.GetArgumentCount()];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = context.Request.GetArgument(i);

        SecondCall.Value = new Hedge(operation);
        return await rule.Call(context.Grain, arguments);
    }

    /// <summary>The call that answered first; when both failed, the failure of the first one is thrown.</summary>
    private static async Task<Task> FirstGood(Task first, Task second)
    {
        var early = await Task.WhenAny(first, second);
        var late = early == first ? second : first;
        if (early.IsCompletedSuccessfully)
        {
            // Nobody waits for the other; its failure is of no interest.
            _ = late.ContinueWith(static done => done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return early;
        }

        await late.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (late.IsCompletedSuccessfully) return late;

        await first;
        throw new UnreachableException();
    }

    private bool MayRepeat(
        Exception failure, CallRule rule, OperationKey? operation, int attempt, long started, out TimeSpan pause)
    {
        // Any command may be sent again under an operation id: what was stored the first time is answered the second time.
        var isSafe = rule.IsRepeatable || operation is not null;

        // 50 ms, then twice as long each time up to 1 s; spread, so that callers that failed together do not come back together.
        pause = TimeSpan.FromMilliseconds(Math.Min(50 << Math.Min(attempt, 5), 1000)) * (0.5 + Random.Shared.NextDouble());
        return isSafe && !connection.IsInProcess && CallFailures.MayPass(failure)
            && clock.GetElapsedTime(started) + pause < options.RepeatFor;
    }

    // An async method's caller does not see what it sets in the request context, so nothing of this leaks into later calls.
    private void Attach(IInvokable request, OperationKey? operation)
    {
        var seal = sealer.Seal(Caller ?? CallerContext.Anonymous);
        if (request is ISealedRequest ours) ours.Seal = seal;
        else RequestContext.Set(Seal.Header, seal);
        if (operation is not null) RequestContext.Set(OperationKey.Header, operation.ToString());
        else RequestContext.Remove(OperationKey.Header);
    }

    [LoggerMessage(LogLevel.Information, "{Interface}.{Method} on {Grain} is sent again after {Failure}, attempt {Attempt}")]
    private partial void LogRepeated(string @interface, string method, GrainId grain, string failure, int attempt);

    [LoggerMessage(LogLevel.Warning, "{Interface}.{Method} on {Grain} ended with {Failure}, told as {Code}")]
    private partial void LogFailed(string @interface, string method, GrainId grain, string failure, string code);

    private sealed record Hedge(OperationKey? Operation);
}
