using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Adilas.CommandLine;

/// <summary>A web server on a free local port that remembers what it was asked and answers what the test says.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SeenRequest> _seen = new();

    private FakeApi(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    /// <summary>Method and target of each request.</summary>
    public IEnumerable<string> Asked => _seen.Select(request => request.ToString());

    public SeenRequest Only => Assert.Single(_seen);

    public static async Task<FakeApi> Start(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var api = new FakeApi(app);
        app.Run(async context =>
        {
            await api.Remember(context);
            await answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    /// <summary>Answers each request with the next of these, and whatever comes after the last with the last.</summary>
    public static Task<FakeApi> Start(params RequestDelegate[] answers)
    {
        var next = -1;
        return Start(context => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)](context));
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task Remember(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        _seen.Enqueue(new SeenRequest(context.Request.Method, target, new HeaderDictionary(context.Request.Headers.ToDictionary()), body));
        context.Items["body"] = body;
    }
}
