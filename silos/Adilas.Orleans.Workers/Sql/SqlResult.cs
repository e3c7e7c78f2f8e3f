using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Adilas.Storage;

namespace Adilas.Jobs.Sql;

/// <summary>What is kept of a script: how many rows each statement changed, and the first rows of the last result set.</summary>
internal sealed class SqlResult
{
    public const int MaxRows = 100;
    private const int MaxColumns = 100;
    private const int MaxBytes = 12 * 1024;
    private const int MaxNameLength = 64;
    private const int MaxTextLength = 1_000;
    private const int MaxBinaryBytes = 250;

    private readonly List<int?> affected = [];
    private List<string> columns = [];
    private List<byte[]> rows = [];
    private int bytes;
    private bool truncated;

    /// <summary>Reads what one statement answers, to its end.</summary>
    public async Task Read(DbDataReader reader, CancellationToken cancellationToken)
    {
        do
        {
            if (reader.FieldCount > 0) await ReadRows(reader, cancellationToken);
        }
        while (await reader.NextResultAsync(cancellationToken));

        affected.Add(reader.RecordsAffected < 0 ? null : reader.RecordsAffected);
    }

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = NewWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("affected");
            JsonSerializer.Serialize(writer, affected);
            writer.WritePropertyName("columns");
            JsonSerializer.Serialize(writer, columns);
            writer.WriteStartArray("rows");
            foreach (var row in rows) writer.WriteRawValue(row);
            writer.WriteEndArray();
            writer.WriteBoolean("truncated", truncated);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private async Task ReadRows(DbDataReader reader, CancellationToken cancellationToken)
    {
        (columns, rows, bytes, truncated) = ([], [], 0, reader.FieldCount > MaxColumns);
        for (var column = 0; column < Math.Min(reader.FieldCount, MaxColumns); column++)
            columns.Add(Cut(reader.GetName(column), MaxNameLength));
        bytes = JsonSerializer.SerializeToUtf8Bytes(columns, StoredJson.Options).Length;

        while (await reader.ReadAsync(cancellationToken))
        {
            var row = rows.Count < MaxRows && bytes < MaxBytes ? WriteRow(reader) : null;
            if (row is null || bytes + row.Length > MaxBytes)
            {
                (truncated, bytes) = (true, MaxBytes);
                continue;
            }

            rows.Add(row);
            bytes += row.Length;
        }
    }

    private byte[] WriteRow(DbDataReader reader)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = NewWriter(buffer))
        {
            writer.WriteStartArray();
            for (var column = 0; column < columns.Count; column++) Write(writer, reader.GetValue(column));
            writer.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case DBNull:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case float or double when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case DateTime time:
                writer.WriteStringValue(time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));
                break;
            case byte[] binary:
                truncated |= binary.Length > MaxBinaryBytes;
                writer.WriteBase64StringValue(binary.AsSpan(0, Math.Min(binary.Length, MaxBinaryBytes)));
                break;
            default:
                var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                truncated |= text.Length > MaxTextLength;
                writer.WriteStringValue(Cut(text, MaxTextLength));
                break;
        }
    }

    private static Utf8JsonWriter NewWriter(ArrayBufferWriter<byte> buffer) =>
        new(buffer, new JsonWriterOptions { Encoder = StoredJson.Options.Encoder });

    private static string Cut(string text, int maxLength) =>
        text.Length <= maxLength ? text : text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
}
