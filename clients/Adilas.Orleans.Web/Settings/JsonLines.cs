using System.Text;
using System.Text.Json;

namespace Adilas.Settings;

/// <summary>Finds on which line of a JSON text each path begins, so that what is wrong with a value can be shown where it stands.</summary>
internal static class JsonLines
{
    /// <summary>Lines counted from 1, by paths as <see cref="SettingsPath"/> writes them. The text must be JSON.</summary>
    public static Dictionary<string, int> Of(string text)
    {
        var (utf8, lines) = (Encoding.UTF8.GetBytes(text), new Dictionary<string, int>(StringComparer.Ordinal));
        var reader = new Utf8JsonReader(utf8);
        var (line, counted, name) = (1, 0, "");
        var above = new Stack<string>();
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            line += utf8.AsSpan(counted, start - counted).Count((byte)'\n');
            counted = start;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = SettingsPath.Join(above.Count > 0 ? above.Peek() : "", reader.GetString()!);
                    lines.TryAdd(name, line);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    above.Push(name);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    above.Pop();
                    break;
            }
        }

        return lines;
    }
}
