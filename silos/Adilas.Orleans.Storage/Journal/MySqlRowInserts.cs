using Adilas.Storage;
using MySqlConnector;

namespace Adilas.Journal;

/// <summary>
/// The prepared statements of one connection that insert rows of the journal. Parsing a row's values in a text costs the server as much
/// as storing them, so most rows of a batch go in statements of a few sizes, each of which it parses once.
/// </summary>
internal sealed class MySqlRowInserts(MySqlConnection connection, int statementSeconds) : IAsyncDisposable
{
    private const int FewestRows = 16;
    private const int MostRows = 256;
    private const MySqlDbType Text = MySqlDbType.VarChar;
    private const MySqlDbType Number = MySqlDbType.Int64;
    private const MySqlDbType Blob = MySqlDbType.Blob;
    private const string Into = $"INSERT INTO journal ({JournalColumns.Names})";

    /// <summary>In the order of <see cref="JournalColumns.Names"/>. Without them the driver looks at each value anew.</summary>
    private static readonly MySqlDbType[] Types =
        [Text, Text, Text, Text, Number, Blob, Number, Text, Text, Text, Text, Blob, Number, Blob, Blob, Blob, Blob];

    private static readonly string Places = string.Join(',', Types.Select(_ => '?'));

    // Nobody can look at its age between a lone row and its commit, so the server does when it begins.
    private static readonly string InTime =
        $"{Into} SELECT {Places} FROM DUAL WHERE TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) <= ?";

    private static readonly string InTimeUnlessForbidden =
        $"{InTime} AND NOT EXISTS (SELECT 1 FROM corporation_fact WHERE grain_key = ? AND mode & ? = 0 LOCK IN SHARE MODE)";

    private readonly Dictionary<int, MySqlCommand> bySize = [];
    private MySqlCommand? inTime;
    private MySqlCommand? inTimeUnlessForbidden;

    /// <summary>How many of so many rows are too few for a statement of their own.</summary>
    public static int Rest(int rows) => rows % FewestRows;

    /// <summary>Inserts rows in their order, in as few statements as there are sizes for.</summary>
    /// <param name="first">Where to begin; what follows leaves no <see cref="Rest"/>.</param>
    public async Task Insert(IReadOnlyList<JournalWrite> batch, int first, CancellationToken cancellationToken)
    {
        while (first < batch.Count)
        {
            var count = MostRows;
            while (count > batch.Count - first) count /= 2;
            var command = OfSize(count);
            for (var row = 0; row < count; row++) Set(command, row * Types.Length, JournalColumns.Values(batch[first + row]));
            await Run(command, cancellationToken);
            first += count;
        }
    }

    /// <summary>Inserts one row unless it is late, or the corporation is in a mode that forbids it.</summary>
    /// <returns>Whether it did.</returns>
    public async Task<bool> InsertAlone(JournalWrite write, CancellationToken cancellationToken)
    {
        var command = write.NeedsModeCheck
            ? inTimeUnlessForbidden ??= Create(InTimeUnlessForbidden, [.. Types, Number, Text, Number])
            : inTime ??= Create(InTime, [.. Types, Number]);
        Set(command, 0, JournalColumns.Values(write));
        Set(command, Types.Length, [write.StampedAt + (long)RowDelay.BeforeCommit.TotalMicroseconds]);
        if (write.NeedsModeCheck) Set(command, Types.Length + 1, [write.Row.Corporation, (long)write.Modes]);
        return await Run(command, cancellationToken) == 1;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in bySize.Values) await command.DisposeAsync();
        if (inTime is not null) await inTime.DisposeAsync();
        if (inTimeUnlessForbidden is not null) await inTimeUnlessForbidden.DisposeAsync();
    }

    private MySqlCommand OfSize(int rows)
    {
        if (bySize.TryGetValue(rows, out var command)) return command;
        var text = $"{Into} VALUES {string.Join(',', Enumerable.Repeat($"({Places})", rows))}";
        command = Create(text, Enumerable.Repeat(Types, rows).SelectMany(types => types));
        bySize.Add(rows, command);
        return command;
    }

    private MySqlCommand Create(string text, IEnumerable<MySqlDbType> types)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = statementSeconds;
        foreach (var type in types) command.Parameters.Add(new MySqlParameter { MySqlDbType = type });
        return command;
    }

    private static async Task<int> Run(MySqlCommand command, CancellationToken cancellationToken)
    {
        // Does nothing when the server knows it.
        await command.PrepareAsync(cancellationToken);
        var count = await command.ExecuteNonQueryAsync(cancellationToken);

        // States may be large, and the next batch of this size far off.
        foreach (MySqlParameter parameter in command.Parameters) parameter.Value = null;
        return count;
    }

    private static void Set(MySqlCommand command, int first, ReadOnlySpan<object?> values)
    {
        for (var place = 0; place < values.Length; place++) command.Parameters[first + place].Value = values[place];
    }
}
