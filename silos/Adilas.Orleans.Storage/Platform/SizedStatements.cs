using System.Data.Common;
using System.Text;

namespace Adilas.Platform;

/// <summary>
/// Collects statements into as few commands as the server takes: MySQL refuses a command that is larger than a packet, and drops the connection.
/// </summary>
/// <param name="maxBytes">How large a command gets; a row that is larger has one of its own.</param>
internal sealed class SizedStatements(Func<DbCommand> create, SqlDialect dialect, int maxBytes, CancellationToken cancellationToken) : IAsyncDisposable
{
    private DbCommand? command;
    private SqlText? text;
    private long bytes;

    /// <summary>Adds an insert of rows, or several where one would be too large.</summary>
    public async Task Insert(string head, IEnumerable<IEnumerable<object?>> rows, string tail = "", string sqliteTail = "")
    {
        var part = new List<object?[]>();
        var size = 0L;
        foreach (var row in rows.Select(row => row.ToArray()))
        {
            var own = SizeOf(row);
            if (part.Count > 0 && size + own > maxBytes)
            {
                await Add(Write, size);
                (part, size) = ([], 0);
            }

            part.Add(row);
            size += own;
        }

        if (part.Count > 0) await Add(Write, size);

        void Write(SqlText into) => into.Add(head).Rows(part).Add(tail, sqliteTail).Add(";");
    }

    /// <summary>Adds a statement with what stands in it.</summary>
    public async Task Add(Action<SqlText> write, long size)
    {
        if (bytes > 0 && bytes + size > maxBytes) await Send();
        if (text is null)
        {
            command = create();
            text = new SqlText(command, dialect);
        }

        write(text);
        bytes += size;
    }

    /// <summary>Sends what has not been sent.</summary>
    public async Task Send()
    {
        if (text is null) return;
        await text.Finish().ExecuteNonQueryAsync(cancellationToken);
        await DisposeAsync();
    }

    /// <summary>As the driver writes them into the text, at most.</summary>
    public static long SizeOf(IEnumerable<object?> values) => values.Sum(value => 24L + value switch
    {
        byte[] blob => Escaped(blob),
        string words => Escaped(Encoding.UTF8.GetBytes(words)),
        _ => 0,
    });

    public async ValueTask DisposeAsync()
    {
        if (command is not null) await command.DisposeAsync();
        (command, text, bytes) = (null, null, 0);
    }

    private static long Escaped(ReadOnlySpan<byte> bytes) => bytes.Length + bytes.Count((byte)'\'') + bytes.Count((byte)'\\') + bytes.Count((byte)0);
}
