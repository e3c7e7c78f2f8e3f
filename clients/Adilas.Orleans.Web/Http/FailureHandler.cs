using Adilas.Refusals;
using Microsoft.AspNetCore.Diagnostics;

namespace Adilas.Http;

/// <summary>Turns every failure into problem details; of a fault it tells nothing but where to look.</summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case RefusedException refused:
                await ProblemWriter.Write(context, refused);
                break;
            case HttpProblem problem:
                ProblemWriter.SetRetryAfter(context, problem.RetryAfter);
                await ProblemWriter.Write(context, problem.Status, problem.Code, problem.Message, problem.Field);
                break;
            case BadHttpRequestException bad:
                context.Response.StatusCode = bad.StatusCode;
                await ProblemWriter.WriteBare(context);
                break;
            case OperationCanceledException when !context.RequestAborted.IsCancellationRequested:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await ProblemWriter.WriteBare(context);
                break;
            default:
                LogFault(exception, context.Request.Method, context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName);
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                await ProblemWriter.WriteBare(context);
                break;
        }

        return true;
    }

    [LoggerMessage(LogLevel.Error, "Fault in {Method} {Endpoint}")]
    private partial void LogFault(Exception exception, string method, string? endpoint);
}
