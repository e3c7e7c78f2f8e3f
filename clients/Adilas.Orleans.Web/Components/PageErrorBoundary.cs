using System.Diagnostics;
using Microsoft.AspNetCore.Components;

namespace Adilas.Components;

/// <summary>Keeps a page that broke from taking the shell with it, and gives its fault a trace id that the log knows too.</summary>
public sealed partial class PageErrorBoundary(ILogger<PageErrorBoundary> logger) : ErrorBoundaryBase
{
    private string traceId = "";

    protected override Task OnErrorAsync(Exception exception)
    {
        traceId = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        LogFault(exception, traceId);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        builder.OpenElement(1, "h1");
        builder.AddContent(2, "This page broke");
        builder.CloseElement();
        builder.OpenComponent<ProblemNotice>(3);
        builder.AddComponentParameter(4, nameof(ProblemNotice.Problem), PageProblem.Fault(traceId));
        builder.AddComponentParameter(5, nameof(ProblemNotice.Retry), EventCallback.Factory.Create(this, Recover));
        builder.CloseComponent();
    }

    [LoggerMessage(LogLevel.Error, "Fault while drawing a page, trace {TraceId}")]
    private partial void LogFault(Exception fault, string traceId);
}
