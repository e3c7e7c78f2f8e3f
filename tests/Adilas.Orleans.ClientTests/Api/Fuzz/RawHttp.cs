using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Adilas.ApiTests.Fuzz;

/// <summary>Sends bytes as they are, which no HTTP client would, and reads what comes back until the server hangs up.</summary>
internal static class RawHttp
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    /// <summary>The status and the text of the answer; status 0 when the server hung up without one.</summary>
    public static async Task<(int Status, string Text)> Send(Uri address, HostileRequest request, CancellationToken cancellationToken)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        await using var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(request.Bytes, cancellationToken);

            // Whoever is told to wait for more than was sent must learn that no more comes; for all others this would look like hanging up.
            if (request.MayHangUp) client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception hungUp) when (hungUp is IOException or SocketException)
        {
            // The server may answer and hang up before it has read all.
        }

        var text = await ReadToEnd(stream, cancellationToken);
        var status = text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && text.Length > 12 ? int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;
        return (status, text);
    }

    private static async Task<string> ReadToEnd(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while (answer.Length < MaxAnswerBytes && (count = await stream.ReadAsync(buffer, cancellationToken)) > 0) answer.Write(buffer, 0, count);
        }
        catch (IOException)
        {
            // Hung up hard, for example with unread bytes left: what came so far counts.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
