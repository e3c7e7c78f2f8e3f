using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Stacks;
using Adilas.Users;

namespace Adilas.Http;

/// <summary>The first thing in a JSON value that keeps it from being read as a type. Names of members are told, values never.</summary>
/// <param name="Path">Names joined by dots; empty for the whole.</param>
/// <param name="Problem">Completes the sentence that begins with the path.</param>
/// <param name="IsUnknown">Whether the member does not exist at all.</param>
internal sealed record JsonFault(string Path, string Problem, bool IsUnknown = false)
{
    private const int MaxPathLength = 200;

    public static JsonFault? Find(JsonElement element, Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement)) return FindDuplicate(element, path);

        var info = ApiJson.Options.GetTypeInfo(type);
        return info.Kind is JsonTypeInfoKind.Object ? FindInObject(element, info, path) : FindInValue(element, type, path);
    }

    private static JsonFault? FindInObject(JsonElement element, JsonTypeInfo info, string path)
    {
        if (element.ValueKind is not JsonValueKind.Object) return new JsonFault(path, "must be an object");

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var inner = Join(path, member.Name);
            if (!seen.Add(member.Name)) return new JsonFault(inner, "stands twice");
            if (info.Properties.FirstOrDefault(property => property.Name == member.Name) is not { } known)
                return new JsonFault(inner, "is not known here", IsUnknown: true);
            if (FindInMember(member.Value, known, inner) is { } fault) return fault;
        }

        var missing = info.Properties.FirstOrDefault(property => property.IsRequired && !seen.Contains(property.Name));
        return missing is null ? null : new JsonFault(Join(path, missing.Name), "is missing");
    }

    private static JsonFault? FindInMember(JsonElement value, JsonPropertyInfo known, string path)
    {
        var mayBeNull = known.AssociatedParameter?.IsNullable ?? known.IsSetNullable;
        if (value.ValueKind is not JsonValueKind.Null || known.PropertyType == typeof(JsonElement)) return Find(value, known.PropertyType, path);
        return mayBeNull ? null : new JsonFault(path, $"must be {Expected(known.PropertyType)}");
    }

    private static JsonFault? FindInValue(JsonElement element, Type type, string path)
    {
        try
        {
            element.Deserialize(type, ApiJson.Options);
            return FindDuplicate(element, path);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            return new JsonFault(path, $"must be {Expected(type)}");
        }
    }

    private static JsonFault? FindDuplicate(JsonElement element, string path)
    {
        if (element.ValueKind is JsonValueKind.Array)
            return element.EnumerateArray().Select((item, index) => FindDuplicate(item, $"{path}[{index}]")).FirstOrDefault(fault => fault is not null);
        if (element.ValueKind is not JsonValueKind.Object) return null;

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (!seen.Add(member.Name)) return new JsonFault(Join(path, member.Name), "stands twice");
            if (FindDuplicate(member.Value, Join(path, member.Name)) is { } fault) return fault;
        }

        return null;
    }

    private static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) return $"one of {string.Join(", ", EnumJson.Names(type))}";
        if (type == typeof(string)) return "text";
        if (type == typeof(int) || type == typeof(long)) return "a whole number";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(DateTimeOffset)) return $"a time such as {TimeJson.Example}";
        if (type == typeof(PermissionSet)) return $"a list of scopes, each one of {string.Join(", ", PermissionSet.AllScopes)}";
        if (type == typeof(CorporationId) || type == typeof(StackId) || type == typeof(UserId)) return "an id of 1 to 40 lower-case letters, digits or dashes";
        return type.IsArray ? "a list" : "an object";
    }

    private static string Join(string path, string name)
    {
        var joined = path.Length == 0 ? name : $"{path}.{name}";
        return joined.Length <= MaxPathLength ? joined : joined[..MaxPathLength];
    }
}
