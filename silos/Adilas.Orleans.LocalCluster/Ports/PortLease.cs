using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Adilas.LocalCluster;

/// <summary>
/// A free TCP port on 127.0.0.1 that no other user of this class, in any process, is given until the lease ends.
/// Ports lie below those that the kernel hands to outgoing connections, and leave room for a bus port 10,000 higher.
/// </summary>
public sealed class PortLease : IDisposable
{
    public const int Lowest = 20_000;
    public const int Highest = 32_000;

    private readonly FileLock held;

    private PortLease(int port, FileLock held)
    {
        Port = port;
        this.held = held;
    }

    public int Port { get; }

    /// <exception cref="IOException">No port is free.</exception>
    public static PortLease Take()
    {
        const int attempts = 1_000;
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            if (TryTake(Random.Shared.Next(Lowest, Highest + 1)) is { } lease) return lease;
        }

        throw new IOException($"{attempts} ports were tried between {Lowest} and {Highest}, and none was free.");
    }

    /// <returns><c>null</c> when the port is leased or in use.</returns>
    public static PortLease? TryTake(int port)
    {
        var file = Path.Combine(CacheFolder.Folder("ports"), port.ToString(CultureInfo.InvariantCulture));
        var held = FileLock.TryTake(file);
        if (held is null) return null;
        if (IsFree(port)) return new PortLease(port, held);

        held.Dispose();
        return null;
    }

    /// <summary>Whether nothing listens on the port now.</summary>
    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose() => held.Dispose();
}
