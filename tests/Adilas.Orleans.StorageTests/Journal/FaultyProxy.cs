using System.Net;
using System.Net.Sockets;
using MySqlConnector;

namespace Adilas.Journal;

/// <summary>Stands between the writer and its server, and loses exactly what a test wants lost.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    // A command's packet: four bytes of length and number, the kind, the rest.
    private const int KindAt = 4;
    private const byte ExecutesPrepared = 0x17;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int serverPort;
    private int fault;
    private int fired;

    public FaultyProxy(int serverPort)
    {
        this.serverPort = serverPort;
        listener.Start();
        _ = Accept();
    }

    /// <summary>What happens to the next commit.</summary>
    public enum Fault
    {
        None,

        /// <summary>The connection breaks before the server sees the commit.</summary>
        CutBefore,

        /// <summary>The server commits; its answer is lost.</summary>
        CutAfter,

        /// <summary>The client's connection breaks; the server sees the commit only when it is released.</summary>
        Hold,
    }

    /// <summary>Completes when a commit is held.</summary>
    public Task Held => held.Task;

    /// <summary>Whether new connections are turned away.</summary>
    public bool IsClosed { get; set; }

    public int Commits { get; private set; }

    /// <summary>How many commits a fault has met; 0 where nothing was lost after all.</summary>
    public int Fired => Volatile.Read(ref fired);

    public void Next(Fault next) => Interlocked.Exchange(ref fault, (int)next);

    /// <summary>Lets a held commit go on to the server.</summary>
    public void Release() => release.TrySetResult();

    /// <summary>The same database, through here.</summary>
    public string Through(string connectionString) => new MySqlConnectionStringBuilder(connectionString)
    {
        Server = "127.0.0.1",
        Port = (uint)((IPEndPoint)listener.LocalEndpoint).Port,
        SslMode = MySqlSslMode.Disabled,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        closing.Dispose();
    }

    private async Task Accept()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(closing.Token);
                if (IsClosed) client.Dispose();
                else _ = Serve(client);
            }
            catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, serverPort, closing.Token);
            using var pair = new Pair(client, server);
            await Task.WhenAny(Upstream(pair), Downstream(pair));
        }
        catch (Exception failure) when (failure is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            client.Dispose();
        }
    }

    private async Task Upstream(Pair pair)
    {
        var buffer = new byte[64 * 1024];
        while (await pair.Client.GetStream().ReadAsync(buffer, closing.Token) is > 0 and var count)
        {
            var isCommit = IsCommit(pair, buffer.AsSpan(0, count));
            if (isCommit) Commits++;
            var next = isCommit ? (Fault)Interlocked.Exchange(ref fault, (int)Fault.None) : Fault.None;
            if (next is not Fault.None) Interlocked.Increment(ref fired);
            switch (next)
            {
                case Fault.CutBefore:
                    return;
                case Fault.CutAfter:
                    pair.LosesAnswers = true;
                    break;
                case Fault.Hold:
                    pair.LosesAnswers = true;
                    pair.Client.Dispose();
                    held.TrySetResult();
                    await release.Task;
                    await pair.Server.GetStream().WriteAsync(buffer.AsMemory(0, count), closing.Token);
                    await Task.Delay(Timeout.Infinite, closing.Token); // until the answer has come and gone
                    return;
            }

            await pair.Server.GetStream().WriteAsync(buffer.AsMemory(0, count), closing.Token);
        }
    }

    /// <summary>A commit, or a prepared statement that commits by itself because it stands in no transaction.</summary>
    private static bool IsCommit(Pair pair, ReadOnlySpan<byte> packet)
    {
        if (packet.Length <= KindAt) return false;
        var isCommit = packet.EndsWith("COMMIT"u8) || (packet[KindAt] == ExecutesPrepared && !pair.IsInTransaction);
        if (packet[(KindAt + 1)..].StartsWith("START TRANSACTION"u8)) pair.IsInTransaction = true;
        else if (isCommit || packet.EndsWith("ROLLBACK"u8)) pair.IsInTransaction = false;
        return isCommit;
    }

    private async Task Downstream(Pair pair)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var count = await pair.Server.GetStream().ReadAsync(buffer, closing.Token);
            if (count == 0 || pair.LosesAnswers) return;
            await pair.Client.GetStream().WriteAsync(buffer.AsMemory(0, count), closing.Token);
        }
    }

    private sealed class Pair(TcpClient client, TcpClient server) : IDisposable
    {
        public TcpClient Client { get; } = client;

        public TcpClient Server { get; } = server;

        public bool LosesAnswers { get; set; }

        public bool IsInTransaction { get; set; }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
        }
    }
}
