using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Adilas.LocalCluster;

/// <summary>A web host in this process, for the balancer to call: it answers with its own name and what it was sent.</summary>
internal sealed class TargetHost(string name) : IAsyncDisposable
{
    private readonly PortLease port = PortLease.Take();
    private WebApplication? app;
    private int calls;
    private int refusedProbes;

    public string Url => $"http://127.0.0.1:{port.Port}";

    public bool IsReady { get; set; } = true;

    /// <summary>Whether it closes connections instead of answering.</summary>
    public bool HangsUp { get; set; }

    public int Calls => Volatile.Read(ref calls);

    /// <summary>How often the balancer was told that it is not ready.</summary>
    public int RefusedProbes => Volatile.Read(ref refusedProbes);

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(Url);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.UseWebSockets();
        app.Run(Answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async Task Stop()
    {
        if (app is not null) await app.DisposeAsync();
        app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        port.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        if (context.Request.Path == "/health/ready")
        {
            if (!IsReady) Interlocked.Increment(ref refusedProbes);
            context.Response.StatusCode = IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return;
        }

        Interlocked.Increment(ref calls);
        if (HangsUp) context.Abort();
        else if (context.WebSockets.IsWebSocketRequest) await Echo(await context.WebSockets.AcceptWebSocketAsync(), context.RequestAborted);
        else await context.Response.WriteAsync($"{name}:" + await Body(context));
    }

    private static async Task<string> Body(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }

    private static async Task Echo(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, cancellationToken);
            if (received.MessageType is WebSocketMessageType.Close) break;
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, cancellationToken);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
    }
}
