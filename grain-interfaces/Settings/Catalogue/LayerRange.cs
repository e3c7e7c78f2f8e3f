using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adilas.Settings.Catalogue;

/// <summary>Reads a list of kinds of layers, in which <c>system..user</c> stands for all from the one to the other.</summary>
internal sealed class LayerRange : JsonConverter<ImmutableArray<LayerKind>>
{
    private const string Between = "..";

    public override ImmutableArray<LayerKind> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. JsonSerializer.Deserialize<string?[]>(ref reader, options)!.SelectMany(text => Parse(text ?? ""))];

    public override void Write(Utf8JsonWriter writer, ImmutableArray<LayerKind> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Select(kind => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())), options);

    private static IEnumerable<LayerKind> Parse(string text)
    {
        var ends = text.Split(Between).Select(name => Enum.Parse<LayerKind>(name, ignoreCase: true)).ToList();
        return Enum.GetValues<LayerKind>().Where(kind => kind >= ends[0] && kind <= ends[^1]);
    }
}
