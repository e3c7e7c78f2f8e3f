using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Adilas.Jobs.Outbound;

/// <summary>
/// Sends requests that somebody else wrote to receivers that nobody vouches for. Everything is bounded: where it goes, how long it
/// takes, what is read. Messages name the host and never a path, a header or a body, which may hold secrets.
/// </summary>
internal sealed class OutboundHttp : IDisposable
{
    private const int MaxHeaderKibibytes = 32;
    private const int MaxConnectionsPerHost = 16;

    private readonly BodySignature signature;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker invoker;

    public OutboundHttp(AddressGuard guard, BodySignature signature, TimeProvider time)
        : this(new GuardedConnector(guard, Dns.GetHostAddressesAsync), signature, time)
    {
    }

    internal OutboundHttp(GuardedConnector connector, BodySignature signature, TimeProvider time)
    {
        (this.signature, this.time) = (signature, time);
        invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = connector.Connect,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,

            // Traces of ours are nothing to strangers.
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = MaxConnectionsPerHost,
            MaxResponseHeadersLength = MaxHeaderKibibytes,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        });
    }

    /// <summary>
    /// Success is 2xx. 5xx, 429, an unreachable host and too slow an answer are to be tried again, everything else is final.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<JobOutcome> Send(OutboundRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var hop = request;
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                using var message = Message(hop);
                using var response = await invoker.SendAsync(message, ending.Token);
                if (!hop.FollowsRedirects || !Redirects.IsRedirect(response.StatusCode))
                {
                    var answer = await AnswerReader.Read(response, ending.Token, cancellationToken);
                    return Judge(answer, RetryAfter.Read(response.Headers, time.GetUtcNow()));
                }

                if (redirects == Redirects.Max)
                    return Failed("http-redirect", $"There are more than {Redirects.Max} redirects", isFinal: true);

                var (next, problem) = Redirects.Follow(hop, response.StatusCode, LocationOf(response));
                if (next is null) return Failed("http-redirect", $"{hop.Url.IdnHost} redirects, but {problem}", isFinal: true);
                hop = next;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed("http-timeout", $"{hop.Url.IdnHost} did not answer within {timeout.TotalSeconds:0.###} s");
        }
        catch (HttpRequestException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Explain(failure, hop.Url.IdnHost);
        }
    }

    public void Dispose() => invoker.Dispose();

    private HttpRequestMessage Message(OutboundRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Url);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType!);
        }

        foreach (var (name, value) in request.Headers) message.Headers.TryAddWithoutValidation(name, value);
        if (!message.Headers.Contains("User-Agent")) message.Headers.TryAddWithoutValidation("User-Agent", "adilas");
        message.Headers.TryAddWithoutValidation("Idempotency-Key", request.IdempotencyKey);
        if (request.Keys.Count > 0)
            message.Headers.TryAddWithoutValidation(BodySignature.Header, signature.Sign(request.Keys, request.Body));
        else if (request.SignedFor is { } corporation)
            message.Headers.TryAddWithoutValidation(BodySignature.Header, signature.Sign(corporation, request.Body));
        return message;
    }

    private static Uri? LocationOf(HttpResponseMessage response)
    {
        try
        {
            return response.Headers.Location;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JobOutcome Judge(OutboundAnswer answer, TimeSpan? retryAfter)
    {
        var status = (int)answer.Status;
        var result = AnswerJson.Write(answer);
        if (status is >= 200 and < 300) return JobOutcome.Succeeded(result);

        var isFinal = status is not 429 and < 500;
        return JobOutcome.Failed(
            new JobFailure("http-status", $"The receiver answered {status}.", isFinal, isFinal ? null : retryAfter), result);
    }

    private static JobOutcome Explain(HttpRequestException failure, string host) => failure switch
    {
        { InnerException: AddressRefusedException refused } => Failed(
            "http-address-refused", $"{refused.Host} is not a public address, and the operator does not allow it", isFinal: true),
        { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } =>
            Failed("http-unreachable", $"{host} cannot be reached ({(failure.InnerException as SocketException)?.SocketErrorCode})"),
        { HttpRequestError: HttpRequestError.SecureConnectionError } => Failed("http-unreachable", $"{host} did not prove who it is (TLS)"),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            Failed("http-answer", $"The headers of the answer are longer than {MaxHeaderKibibytes} KiB"),
        _ => Failed("http-answer", $"The answer broke off or is not HTTP ({failure.HttpRequestError})"),
    };

    private static JobOutcome Failed(string code, string sentence, bool isFinal = false) =>
        JobOutcome.Failed(new JobFailure(code, sentence + ".", isFinal));
}
