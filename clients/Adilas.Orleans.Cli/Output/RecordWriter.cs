using System.Text.Json;
using Adilas.Http;

namespace Adilas.Output;

/// <summary>Writes one thing, member by member; a member within a member is named <c>owner.email</c>.</summary>
internal static class RecordWriter
{
    public static void Write(Screen screen, ApiAnswer answer)
    {
        if (!screen.Json && answer.Json is { } json) Write(screen, json);
        else screen.Raw(answer);
    }

    public static void Write(Screen screen, JsonElement json)
    {
        if (screen.Json)
        {
            screen.Item(json);
            return;
        }

        var rows = Flatten(json, prefix: "").ToList();
        if (!screen.ShowsTables)
        {
            foreach (var (name, value) in rows) screen.Row(name, value);
            screen.Flush();
            return;
        }

        var table = Tables.Of("", "");
        table.ShowHeaders = false;
        foreach (var (name, value) in rows) table.Row(name, value);
        screen.Table(table);
    }

    private static IEnumerable<(string Name, string Value)> Flatten(JsonElement json, string prefix)
    {
        if (json.ValueKind is not JsonValueKind.Object) return [(prefix, JsonText.Cell(json))];
        var start = prefix.Length is 0 ? "" : $"{prefix}.";
        return json.EnumerateObject().SelectMany(member => Flatten(member.Value, start + member.Name));
    }
}
