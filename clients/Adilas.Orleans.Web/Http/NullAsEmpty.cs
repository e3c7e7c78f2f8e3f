using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adilas.Http;

/// <summary>For a member of a change whose absence leaves things as they are: null takes away, as it does in a merge patch, and so does an empty text.</summary>
internal sealed class NullAsEmpty : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() ?? "";

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
