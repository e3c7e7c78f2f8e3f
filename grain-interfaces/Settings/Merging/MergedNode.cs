using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Adilas.Settings;

/// <summary>What stands at one path of a merged profile. Immutable: profiles share what no layer of theirs changed.</summary>
/// <param name="source">Which of the merged layers set it, by its place among them.</param>
internal abstract class MergedNode(int source)
{
    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Source { get; } = source;

    public abstract void Write(Utf8JsonWriter writer);

    public JsonElement ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Canonical)) Write(writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}

internal sealed class MergedLeaf(int source, JsonElement value) : MergedNode(source)
{
    public JsonElement Value { get; } = value;

    public override void Write(Utf8JsonWriter writer) => Value.WriteTo(writer);
}

internal sealed class MergedObject(int source, Dictionary<string, MergedNode> children) : MergedNode(source)
{
    public static MergedObject Empty { get; } = new(-1, []);

    public IReadOnlyDictionary<string, MergedNode> Children => children;

    public Dictionary<string, MergedNode> Copy() => new(children, StringComparer.Ordinal);

    public MergedNode? Find(ReadOnlySpan<string> names)
    {
        MergedNode? node = this;
        foreach (var name in names) node = (node as MergedObject)?.Children.GetValueOrDefault(name);
        return node;
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, child) in children.OrderBy(child => child.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            child.Write(writer);
        }

        writer.WriteEndObject();
    }
}
