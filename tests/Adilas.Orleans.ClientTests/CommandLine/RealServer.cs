using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Adilas.CommandLine;

/// <summary>The standalone host as a process of its own, on a free port and a data folder that nothing else uses.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adilas-server-");
    private readonly Queue<string> _said = new();
    private readonly string[] _settings;
    private Process? _process;

    private RealServer(string[] settings)
    {
        _settings = settings;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    public string Address { get; }

    public string KeyFile => Path.Combine(_folder.FullName, "operator.key");

    public string Key => File.ReadAllText(KeyFile).Trim();

    /// <param name="settings">As on its command line.</param>
    public static async Task<RealServer> Start(params string[] settings)
    {
        var server = new RealServer(settings);
        await server.StartAgain();
        return server;
    }

    /// <param name="more">Settings that hold in place of those it was first started with.</param>
    public async Task StartAgain(params string[] more)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Adilas.Orleans.Standalone");
        var start = new ProcessStartInfo(program, ["--Data", _folder.FullName, "--urls", Address, .. _settings, .. more])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await UntilReady(_process);
    }

    /// <summary>As a power cut would: nothing is told, nothing is finished.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await Kill();
        _folder.Delete(recursive: true);
    }

    private async Task UntilReady(Process process)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Deadline);
        while (!await IsReady(http, late.Token))
        {
            Assert.False(process.HasExited, $"The server ended while it started: {Heard}");
            Assert.False(late.IsCancellationRequested, $"The server was not ready within {Deadline.TotalSeconds} s: {Heard}");
            await Task.WhenAny(Task.Delay(100, late.Token));
        }
    }

    private async Task<bool> IsReady(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{Address}/health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The last lines that it wrote, of all its lives.</summary>
    public string Heard
    {
        get
        {
            lock (_said) return string.Join('\n', _said);
        }
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.Enqueue(line.Data ?? "");
            if (_said.Count > 500) _said.Dequeue();
        }
    }
}
