using System.Text.Json.Nodes;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Settings;
using Adilas.Stacks;
using Adilas.Users;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Adilas.OpenApi;

/// <summary>Describes the types that write themselves as JSON in their own way, and gives bodies an example.</summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    private static readonly Type[] Ids = [typeof(CorporationId), typeof(StackId), typeof(UserId)];

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (Ids.Contains(type))
        {
            schema.Type = JsonSchemaType.String;
            schema.Pattern = "^[a-z0-9-]{1,40}$";
        }
        else if (type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "date-time";
        }
        else if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = Texts(EnumJson.Names(type));
        }
        else if (type == typeof(PermissionSet))
        {
            schema.Type = JsonSchemaType.Array;
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Enum = Texts(PermissionSet.AllScopes) };
        }
        else if (type == typeof(SettingsDocument))
        {
            schema.Type = JsonSchemaType.Object;
        }

        if (context.JsonPropertyInfo?.CustomConverter is NullAsEmpty) schema.Type = JsonSchemaType.String | JsonSchemaType.Null;

        // Bodies are read strictly; answers may gain members in any release, and clients must be ready for that.
        if (BodyExamples.Of(type) is { } example) schema.Examples = [JsonNode.Parse(example)!];
        else if (!BodyExamples.IsPart(type)) schema.AdditionalPropertiesAllowed = true;
        if (type == typeof(Problem)) schema.Required?.Remove("field");
        return Task.CompletedTask;
    }

    private static List<JsonNode> Texts(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];
}
