using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Adilas.Http;

/// <summary>A handler's parameter that is the body, read strictly.</summary>
internal sealed class Body<T>(T value) : IEndpointParameterMetadataProvider
{
    public const string Json = "application/json";
    public const string MergePatch = "application/merge-patch+json";

    public T Value { get; } = value;

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        if (HttpMethods.IsPatch(context.Request.Method)) RequestBody.CheckMediaType(context, Json, MergePatch);
        else RequestBody.CheckMediaType(context, Json);
        return new Body<T>(StrictJson.Read<T>(await RequestBody.Read(context)));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([Json, MergePatch], typeof(T)));
}
