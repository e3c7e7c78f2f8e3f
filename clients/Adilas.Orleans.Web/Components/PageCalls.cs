using System.Diagnostics;
using Adilas.Access;
using Adilas.Refusals;
using Microsoft.AspNetCore.Components.Authorization;

namespace Adilas.Components;

/// <summary>
/// Lets a page ask the services that the HTTP API asks, as the person who is signed in, and turns what goes wrong into something to show.
/// The session is proven anew with each call: a page stays open long after its key was revoked.
/// </summary>
internal sealed partial class PageCalls(
    AuthenticationStateProvider state, Sessions sessions, CallerAccessor callers, TimeProvider clock, ILogger<PageCalls> logger)
{
    public const string SourceName = "Adilas.Web.Pages";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="name">What the page does, for traces: a verb and a noun.</param>
    public async Task<Answer<T>> Ask<T>(string name, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken = default)
    {
        using var activity = Source.StartActivity(name);
        var trace = (activity?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            if (await Caller(either.Token) is not { } caller) return PageProblem.SessionOver(trace);

            activity?.SetTag("adilas.actor", caller.Actor);
            using (callers.Use(caller)) return new Answer<T>(await call(either.Token), Problem: null);
        }
        catch (RefusedException refused)
        {
            activity?.SetStatus(ActivityStatusCode.Error, refused.Code);
            return PageProblem.Of(refused, trace);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PageProblem.Late(trace);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFault(fault, name, trace);
            activity?.SetStatus(ActivityStatusCode.Error);
            return PageProblem.Fault(trace);
        }
    }

    /// <summary>The person as last proven; <c>null</c> when nobody is signed in.</summary>
    private async Task<CallerContext?> Caller(CancellationToken cancellationToken)
    {
        var user = (await state.GetAuthenticationStateAsync()).User;
        return await sessions.Continue(user, cancellationToken) is { } proven ? CallerIdentity.CallerOf(proven) : null;
    }

    [LoggerMessage(LogLevel.Error, "Fault in the page action {Name}, trace {TraceId}")]
    private partial void LogFault(Exception fault, string name, string traceId);
}
