using System.Net;
using System.Net.Sockets;

namespace Adilas.Jobs.Outbound;

/// <summary>
/// Connects to an address that it has itself looked up and checked. What a name stood for at any earlier time does not count, so a
/// name that changes its address gains nothing by it.
/// </summary>
internal sealed class GuardedConnector(AddressGuard guard, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
{
    private const int MaxAttempts = 4;
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(4);

    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await lookUp(host, cancellationToken);
        var allowed = addresses.Where(guard.Allows).Take(MaxAttempts).ToArray();
        if (allowed.Length == 0) throw new AddressRefusedException(host);

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await Connect(new IPEndPoint(allowed[attempt], port), cancellationToken);
            }
            catch (SocketException) when (attempt < allowed.Length - 1)
            {
                // The next address of the same name may answer.
            }
        }
    }

    private static async Task<Stream> Connect(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        attempt.CancelAfter(AttemptLimit);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, attempt.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
