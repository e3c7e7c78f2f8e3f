using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adilas.Access;

/// <summary>A set of <see cref="Permission"/>s in 64 bits. As text and JSON: a list of scopes such as <c>settings:write</c>.</summary>
[GenerateSerializer, Immutable, Alias("adilas.PermissionSet")]
[JsonConverter(typeof(JsonForm))]
public readonly record struct PermissionSet([property: Id(0)] ulong Bits)
{
    private static readonly (Permission Permission, string Scope)[] Catalogue =
        [.. Enum.GetValues<Permission>().Select(permission => (permission, ScopeOf(permission)))];

    private static readonly FrozenDictionary<string, Permission> ByScope =
        Catalogue.ToFrozenDictionary(entry => entry.Scope, entry => entry.Permission, StringComparer.Ordinal);

    public static PermissionSet None => default;

    public static PermissionSet All { get; } = Of([.. Catalogue.Select(entry => entry.Permission)]);

    /// <summary>Every scope that exists, in catalogue order.</summary>
    public static IReadOnlyList<string> AllScopes { get; } = [.. Catalogue.Select(entry => entry.Scope)];

    public static PermissionSet Of(params ReadOnlySpan<Permission> permissions)
    {
        ulong bits = 0;
        foreach (var permission in permissions) bits |= 1ul << (int)permission;
        return new PermissionSet(bits);
    }

    /// <summary>Reads scopes; <paramref name="unknown"/> names the first that does not exist.</summary>
    public static bool TryParse(IEnumerable<string?> scopes, out PermissionSet set, out string? unknown)
    {
        ulong bits = 0;
        unknown = null;
        foreach (var scope in scopes)
        {
            if (scope is not null && ByScope.TryGetValue(scope, out var permission)) bits |= 1ul << (int)permission;
            else unknown ??= scope ?? "null";
        }

        set = unknown is null ? new PermissionSet(bits) : None;
        return unknown is null;
    }

    public bool Has(Permission permission) => (Bits & (1ul << (int)permission)) != 0;

    public bool Includes(PermissionSet other) => (Bits & other.Bits) == other.Bits;

    public IReadOnlyList<string> Scopes()
    {
        var self = this;
        return [.. Catalogue.Where(entry => self.Has(entry.Permission)).Select(entry => entry.Scope)];
    }

    public override string ToString() => string.Join(' ', Scopes());

    // CorporationsRead → corporations:read
    private static string ScopeOf(Permission permission)
    {
        var name = permission.ToString();
        var verb = name.Length - 1;
        while (!char.IsAsciiLetterUpper(name[verb])) verb--;
#pragma warning disable CA1308 // Scopes are lower case by their definition.
        return $"{name[..verb].ToLowerInvariant()}:{name[verb..].ToLowerInvariant()}";
#pragma warning restore CA1308
    }

    internal sealed class JsonForm : JsonConverter<PermissionSet>
    {
        public override PermissionSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(JsonSerializer.Deserialize<string[]>(ref reader, options) ?? [], out var set, out var unknown)
                ? set
                : throw new JsonException($"'{unknown}' is not a scope.");

        public override void Write(Utf8JsonWriter writer, PermissionSet value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var scope in value.Scopes()) writer.WriteStringValue(scope);
            writer.WriteEndArray();
        }
    }
}
