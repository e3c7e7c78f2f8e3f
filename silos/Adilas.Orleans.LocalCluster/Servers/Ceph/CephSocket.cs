using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;

namespace Adilas.LocalCluster;

/// <summary>Asks a Ceph daemon about itself, which costs nothing, unlike starting the command line tool again and again.</summary>
internal static class CephSocket
{
    private const int MaxAnswerBytes = 1024 * 1024;

    /// <returns>One text field of the JSON answer, or <c>null</c> when it has no such field.</returns>
    public static async Task<string?> Ask(string socketFile, string command, string field, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketFile), cancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { prefix = command }), cancellationToken);
        await stream.WriteAsync(new byte[1], cancellationToken);

        var header = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(header, cancellationToken);
        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (length is < 0 or > MaxAnswerBytes) throw new InvalidDataException($"An answer of {length} bytes.");

        var answer = new byte[length];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.TryGetProperty(field, out var value) ? value.GetString() : null;
    }
}
