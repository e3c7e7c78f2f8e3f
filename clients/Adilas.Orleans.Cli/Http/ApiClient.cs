using System.Net.Http.Headers;

namespace Adilas.Http;

/// <summary>
/// Speaks HTTP with the server. Each write carries an <c>Idempotency-Key</c>, so that repeating it after a lost answer
/// or a busy server does it once.
/// </summary>
/// <param name="tell">Is told, in a sentence, when a request has to wait.</param>
internal sealed class ApiClient(HttpClient http, RetryBudget budget, TimeProvider clock, Func<string> newOperationId, Action<string> tell)
{
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(2);

    private readonly SharedPause _pause = new(clock);

    public TimeProvider Clock => clock;

    /// <exception cref="ApiFailure">The server declined.</exception>
    /// <exception cref="Unreachable">No answer came.</exception>
    public async Task<ApiAnswer> Send(ApiRequest request, CancellationToken cancellationToken)
    {
        var answer = await Ask(request, cancellationToken);
        if (answer.IsSuccess) return answer;

        var problem = Problem.From(answer);
        throw new ApiFailure(problem with { Hint = problem.Hint ?? Hint(answer, problem) });
    }

    /// <summary>The same for any status, for those who only want to know what the server says.</summary>
    public async Task<ApiAnswer> Ask(ApiRequest request, CancellationToken cancellationToken)
    {
        var operationId = request.IsWrite ? newOperationId() : null;
        var attempts = new Attempts(budget, clock);
        while (true)
        {
            await _pause.Wait(cancellationToken);
            try
            {
                var answer = await SendOnce(request, operationId, cancellationToken);
                if (!IsBusy(answer) || attempts.AfterBusy(answer.RetryAfter!.Value) is not { } wait) return answer;

                if (_pause.Extend(wait) && wait >= WorthTelling)
                    tell($"The server is busy ({answer.Status}); waiting {wait.TotalSeconds:0} s.");
            }
            catch (Unreachable away) when (away.MayPass && attempts.AfterAbsence() is { } wait)
            {
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }

    private static bool IsBusy(ApiAnswer answer) => answer is { Status: 429 or 503, RetryAfter: not null };

    private static string? Hint(ApiAnswer answer, Problem problem) => answer.Status switch
    {
        401 => "Give a key: --key, ADILAS_KEY or ~/.config/adilas/config.json.",
        409 when problem.Code is "approval-required" => "Make one with settings drafts create.",
        428 => "Give the version that you changed with --if-match.",
        >= 300 and < 400 => $"The server points to {answer.Location ?? "another address"}; give the right one with --server.",
        _ => null,
    };

    private async Task<ApiAnswer> SendOnce(ApiRequest request, string? operationId, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, new Uri(http.BaseAddress!, request.Path));
        if (operationId is not null) message.Headers.Add("Idempotency-Key", operationId);
        if (request.IfMatch is not null) message.Headers.TryAddWithoutValidation("If-Match", request.IfMatch);
        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }

        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellationToken);
            return await ApiAnswer.Read(response, clock.GetUtcNow(), cancellationToken);
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException)
        {
            throw Passing("timeout", $"{Server} gave no answer within {http.Timeout.TotalSeconds:0.#} s.", late);
        }
        catch (HttpRequestException lost)
        {
            throw Explain(lost);
        }
    }

    private string Server => http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private Unreachable Explain(HttpRequestException lost) => lost.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Final("unreachable", $"The name in {Server} is not known.", lost),
        HttpRequestError.SecureConnectionError =>
            Final("unreachable", $"No trusted connection to {Server}: {lost.InnerException?.Message ?? lost.Message}", lost),
        HttpRequestError.ConfigurationLimitExceeded => Final("answer-too-large", $"The answer of {Server} is too large.", lost),
        HttpRequestError.InvalidResponse => Final("not-http", $"{Server} answers, but not in HTTP.", lost),
        HttpRequestError.ConnectionError => Passing("unreachable", $"Nobody answers at {Server}. Is the server running?", lost),
        _ => Passing("connection-cut", $"The connection to {Server} was cut before the answer came.", lost),
    };

    private static Unreachable Final(string code, string detail, Exception cause) => new(code, detail, mayPass: false, cause);

    private static Unreachable Passing(string code, string detail, Exception cause) => new(code, detail, mayPass: true, cause);
}
