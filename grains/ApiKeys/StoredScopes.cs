using System.Text.Json;
using System.Text.Json.Serialization;
using Adilas.Access;

namespace Adilas.ApiKeys;

/// <summary>
/// Reads scopes as they were stored and leaves out what this release does not know: while two releases run, the newer one may have stored
/// more, and a key that the older cannot read would lock its holder out.
/// </summary>
internal sealed class StoredScopes : JsonConverter<PermissionSet>
{
    public override PermissionSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var known = (JsonSerializer.Deserialize<string[]>(ref reader, options) ?? []).Intersect(PermissionSet.AllScopes);
        return PermissionSet.TryParse(known, out var set, out _) ? set : PermissionSet.None;
    }

    public override void Write(Utf8JsonWriter writer, PermissionSet value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options);
}
