using System.Globalization;
using System.Text;

namespace Adilas.Journal;

/// <summary>
/// Writes statements for many rows. Every value is a number or a hexadecimal literal, so that no text can leave its place, and the
/// server has nothing to unescape. Measured: twice as fast as parameters, of which a batch would need thousands.
/// </summary>
internal sealed class MySqlText
{
    private readonly StringBuilder text = new(64 * 1024);

    public override string ToString() => text.ToString();

    public MySqlText Add(string sql)
    {
        text.Append(sql);
        return this;
    }

    /// <summary><c>(1,x'61'),(2,x'62')</c></summary>
    public MySqlText Rows(IReadOnlyList<object?[]> rows)
    {
        for (var index = 0; index < rows.Count; index++)
        {
            if (index > 0) text.Append(',');
            List(rows[index]);
        }

        return this;
    }

    /// <summary><c>(x'61',x'62')</c></summary>
    public MySqlText List(IReadOnlyList<object?> values)
    {
        for (var index = 0; index < values.Count; index++)
        {
            text.Append(index == 0 ? '(' : ',');
            Value(values[index]);
        }

        text.Append(')');
        return this;
    }

    public MySqlText Value(object? value)
    {
        switch (value)
        {
            case null: text.Append("NULL"); break;
            case string words: Hex(Encoding.UTF8.GetBytes(words), isText: true); break;
            case byte[] blob: Hex(blob, isText: false); break;
            case bool flag: text.Append(flag ? '1' : '0'); break;
            case Enum flag: text.Append(Convert.ToInt64(flag, CultureInfo.InvariantCulture)); break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal or double:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            default: throw new NotSupportedException($"A {value.GetType().Name} cannot be stored as a row's value.");
        }

        return this;
    }

    private void Hex(ReadOnlySpan<byte> bytes, bool isText)
    {
        if (isText) text.Append("_utf8mb4 ");
        text.Append("x'");
        const int chunk = 512;
        Span<char> digits = stackalloc char[2 * chunk];
        for (; bytes.Length > 0; bytes = bytes[Math.Min(chunk, bytes.Length)..])
        {
            Convert.TryToHexString(bytes[..Math.Min(chunk, bytes.Length)], digits, out var written);
            text.Append(digits[..written]);
        }

        text.Append('\'');
    }
}
