using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Adilas.Jobs;

/// <summary>A server on 127.0.0.1 that answers each connection with whatever bytes a test wants, well-formed or not.</summary>
internal sealed class BadServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly List<string> requests = [];
    private readonly Func<string, NetworkStream, CancellationToken, Task> answer;
    private readonly Task accepting;

    /// <param name="answer">Gets the request's head and body, and writes what it likes; the connection is closed behind it.</param>
    public BadServer(Func<string, NetworkStream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/";

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (requests) return [.. requests];
        }
    }

    /// <summary>With it the server speaks TLS, and answers only those whom it satisfies, which is nobody in these tests.</summary>
    public X509Certificate2? Certificate { get; init; }

    public long SentBytes { get; private set; }

    /// <summary>Answers everybody alike.</summary>
    public static BadServer Saying(string text) => new((_, stream, cancelled) => Write(stream, text, cancelled));

    /// <summary>A well-formed answer.</summary>
    public static BadServer Answering(int status, string headers = "", string body = "") =>
        Saying($"HTTP/1.1 {status} So\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    public static Task Write(NetworkStream stream, string text, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask();

    /// <summary>Writes the same again and again until the other side has had enough.</summary>
    public async Task Repeat(NetworkStream stream, string text, TimeSpan pause, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        while (true)
        {
            await stream.WriteAsync(bytes, cancellationToken);
            SentBytes += bytes.Length;
            if (pause > TimeSpan.Zero) await Task.Delay(pause, cancellationToken);
        }
    }

    /// <summary>Closes without a goodbye.</summary>
    public static void Reset(NetworkStream stream) => stream.Socket.Close(0);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        ending.Dispose();
    }

    private async Task Accept()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(Serve(await listener.AcceptTcpClientAsync(ending.Token)));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (Certificate is { } certificate) await new SslStream(stream, leaveInnerStreamOpen: true).AuthenticateAsServerAsync(certificate);
                var request = await ReadRequest(stream);
                lock (requests) requests.Add(request);
                await answer(request, stream, ending.Token);
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side hung up, as it should on such a server.
            }
        }
    }

    private async Task<string> ReadRequest(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, ending.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            var head = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0) return text.ToString();
            if (head >= 0 && Encoding.UTF8.GetByteCount(text.ToString()[(head + 4)..]) >= LengthOf(text.ToString())) return text.ToString();
        }
    }

    private static int LengthOf(string request)
    {
        const string name = "Content-Length: ";
        var at = request.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(request[(at + name.Length)..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
