using Scalar.AspNetCore;

namespace Adilas.OpenApi;

/// <summary>The machine-readable description at <c>/openapi/v1.json</c>, and a page to read and try it at <c>/reference</c>.</summary>
internal static class Reference
{
    public static IServiceCollection AddReference(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) ?? false;
        options.AddDocumentTransformer<ApiDescription>();
        options.AddOperationTransformer<OperationDescription>();
        options.AddSchemaTransformer<SchemaDescription>();
    });

    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().AllowAnonymous();
        routes.MapScalarApiReference("/reference", options =>
        {
            // Works without the internet, and tells nobody outside what is read here.
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.Title = "Adilas API";

            // Each of these would hand the reader to a service of the vendor's.
            options.HideClientButton().DisableAgent().DisableMcp().HideDeveloperTools();
        }).AllowAnonymous();
    }
}
