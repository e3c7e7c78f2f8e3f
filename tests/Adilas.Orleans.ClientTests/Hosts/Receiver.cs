using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Adilas.Hosts;

/// <summary>A partner's server, which hears of events, checks whose they are, and answers as a test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Heard> heard = new();

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>What it answers from now on.</summary>
    public int Status { get; set; } = 200;

    public string? Location { get; set; }

    public string Address => app.Urls.Single() + "/hook?a=1";

    public IReadOnlyList<Heard> All => [.. heard];

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new Receiver(app);
        app.Run(receiver.Hear);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public async Task<Heard> Until(string what, Func<Heard, bool> isIt)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(30);
        while (true)
        {
            if (heard.FirstOrDefault(isIt) is { } found) return found;
            Assert.True(DateTime.UtcNow < deadline, $"30 s passed before it heard {what}; it has heard {string.Join(", ", heard.Select(it => it.Type))}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Hear(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        heard.Enqueue(new Heard(context.Request.Method, context.Request.Headers.ToDictionary(it => it.Key, it => it.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        context.Response.StatusCode = Status;
        if (Location is not null) context.Response.Headers.Location = Location;
        await context.Response.WriteAsync($"said {Status}");
    }

    internal sealed record Heard(string Method, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public JsonElement Event { get; } = JsonElement.Parse(Body);

        public string Type => Event.GetProperty("type").GetString()!;

        public string Id => Event.GetProperty("id").GetString()!;

        /// <summary>As the documentation tells receivers to check it.</summary>
        public bool IsSignedWith(string secret)
        {
            var parts = Headers["Adilas-Signature"].Split(',').Select(part => part.Split('=', 2)).ToList();
            var at = parts.Single(part => part[0] == "t")[1];
            byte[] signed = [.. Encoding.ASCII.GetBytes($"{at}."), .. Body];
            var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), signed));
            var age = DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, CultureInfo.InvariantCulture));
            return age < TimeSpan.FromMinutes(5) && parts.Any(part => part[0] == "v1" && part[1] == expected);
        }
    }
}
