using System.Text.Json.Nodes;
using Adilas.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Adilas.OpenApi;

/// <summary>Adds to each operation what its signature does not show: query parameters, headers and problems.</summary>
internal sealed class OperationDescription : IOpenApiOperationTransformer
{
    private static readonly (int Status, string Meaning)[] Problems =
    [
        (400, "Invalid; `field` names what is wrong."), (401, "No key, or one that opens nothing."),
        (403, "The caller may not do this."), (404, "There is no such thing."),
        (409, "It contradicts what is stored, or the idempotency key was used for another request."),
        (412, "`If-Match` names a version that is no longer the newest."), (413, "The body is too large."), (415, "The body is not JSON."),
        (423, "The corporation's mode forbids it."), (428, "An overwrite needs `If-Match`."),
        (429, "Too many requests; see `Retry-After`."), (503, "Not now, or the outcome is unknown; see `Retry-After`."),
    ];

    private static readonly int[] OfWritesAlone = [409, 412, 413, 415, 423, 428];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Parameters ??= [];
        foreach (var parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryParameter>())
            operation.Parameters.Add(Describe(parameter));

        var isWrite = !HttpMethods.IsGet(context.Description.HttpMethod!);
        if (isWrite) AddHeaders(operation);
        if (!HttpMethods.IsPatch(context.Description.HttpMethod!)) operation.RequestBody?.Content?.Remove(Body<object>.MergePatch);
        operation.Responses ??= [];
        foreach (var (status, meaning) in Problems.Where(problem => isWrite || !OfWritesAlone.Contains(problem.Status)))
        {
            operation.Responses[$"{status}"] = new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType> { [ProblemWriter.MediaType] = new() { Schema = new OpenApiSchemaReference(ApiDescription.Problem, context.Document) } },
            };
        }

        return Task.CompletedTask;
    }

    private static OpenApiParameter Describe(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Description,
        Schema = new OpenApiSchema
        {
            Type = parameter.Type switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String },
            Format = parameter.Format,
        },
    };

    private static void AddHeaders(OpenApiOperation operation)
    {
        operation.Parameters!.Add(Header(Operation.Header, "Names this write: sent again, it is answered from what was stored.", "3f6c1e52"));
        operation.Parameters.Add(Header(Precondition.IfMatch, "The version that was read, such as \"12\", or *.", "\"12\""));
    }

    private static OpenApiParameter Header(string name, string description, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(example),
    };
}
