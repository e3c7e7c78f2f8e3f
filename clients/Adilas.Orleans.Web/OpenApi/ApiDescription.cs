using Adilas.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Adilas.OpenApi;

/// <summary>Describes the API as a whole: what it is, and how to come in.</summary>
internal sealed class ApiDescription : IOpenApiDocumentTransformer
{
    public const string Scheme = "key";

    /// <summary>The name of the schema of every error.</summary>
    public const string Problem = "Problem";

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Adilas API",
            Version = ApiVersion.Current,
            Description = "Corporations, their settings, stacks, keys and operators' business. Every error is a problem document (RFC 9457) "
                + "with a stable `code`; every write may carry an `Idempotency-Key`; versions are entity tags.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key: an operator's, or one that opens a single corporation.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        document.AddComponent(Problem, await context.GetOrCreateSchemaAsync(typeof(Http.Problem), cancellationToken: cancellationToken));
    }
}
