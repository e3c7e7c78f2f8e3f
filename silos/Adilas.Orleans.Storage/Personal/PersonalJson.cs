using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Adilas.Storage;

namespace Adilas.Personal;

/// <summary>The stored form of JSON in which properties marked as personal are hidden and opened on the way.</summary>
internal static class PersonalJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(StoredJson.Options)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { HideMarked } },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void HideMarked(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties)
        {
            var marks = property.AttributeProvider?.GetCustomAttributes(typeof(PersonalDataAttribute), inherit: true);
            if (marks is [PersonalDataAttribute mark, ..]) Hide(type.Type, property, mark);
        }
    }

    private static void Hide(Type owner, JsonPropertyInfo property, PersonalDataAttribute mark)
    {
        var person = owner.GetProperty(mark.PersonProperty);
        if (property.PropertyType != typeof(string) || person is null || property.Get is not { } read)
        {
            throw new InvalidOperationException(
                $"{owner.Name}.{property.Name}: personal data is a string, and names a property of the same record that holds the person.");
        }

        property.Get = record => read(record) is string text
            ? PersonalScope.Current.Hide(person.GetValue(record)?.ToString(), property.Name, text)
            : null;
        property.CustomConverter = new Opening(property.Name);
    }

    private sealed class Opening(string property) : JsonConverter<string?>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } text ? PersonalScope.Current.Open(property, text) : null;

        public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
