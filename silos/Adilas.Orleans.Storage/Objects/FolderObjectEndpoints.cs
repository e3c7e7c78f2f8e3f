using System.Globalization;
using Adilas.Refusals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Objects;

/// <summary>Serves the links of the folder store, as S3 serves its own. A link is the only credential.</summary>
public static class FolderObjectEndpoints
{
    /// <summary>Maps <c>/objects/{bucket}/{key}</c>. For the process that owns the folder.</summary>
    public static IEndpointRouteBuilder MapFolderObjects(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(FolderLinks.BasePath + "/{bucket}/{**key}", Read).ExcludeFromDescription();
        routes.MapPut(FolderLinks.BasePath + "/{bucket}/{**key}", Write).ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> Read(string bucket, string key, HttpContext context, CancellationToken aborted)
    {
        var store = context.RequestServices.GetRequiredService<FolderObjectStore>();
        if (store.Links.Read(HttpMethods.Get, bucket, key, context.Request.QueryString.Value ?? "") is not { } link) return Denied();
        if (await store.Find(link.Address, aborted) is not { } stored) return TypedResults.NotFound();

        var (range, isValid) = RangeOf(context.Request, stored.SizeBytes);
        if (!isValid) return TypedResults.StatusCode(StatusCodes.Status416RangeNotSatisfiable);

        await using var content = await store.Get(link.Address, range, aborted);
        var headers = context.Response.Headers;
        if (range is { } part)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = string.Create(
                CultureInfo.InvariantCulture,
                $"bytes {part.Offset}-{part.Offset + content.LengthBytes - 1}/{content.Stored.SizeBytes}");
        }

        // People's uploads come from our own origin here: no browser may run or guess at them.
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.AcceptRanges = "bytes";
        headers.ETag = $"\"{content.Stored.Sha256}\"";
        context.Response.ContentType = content.Stored.ContentType;
        context.Response.ContentLength = content.LengthBytes;
        await content.Content.CopyToAsync(context.Response.Body, aborted);
        return TypedResults.Empty;
    }

    private static async Task<IResult> Write(string bucket, string key, HttpContext context, CancellationToken aborted)
    {
        var store = context.RequestServices.GetRequiredService<FolderObjectStore>();
        if (store.Links.Read(HttpMethods.Put, bucket, key, context.Request.QueryString.Value ?? "") is not { } link) return Denied();
        if (context.Request.ContentType != link.ContentType) return Denied();

        // The store has its own limit, which is usually above the server's.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        try
        {
            var properties = new ObjectProperties { ContentType = link.ContentType!, ExpectedSha256 = link.Sha256 };
            await store.Put(link.Address, context.Request.Body, properties, aborted);
            return TypedResults.Ok();
        }
        catch (RefusedException refused) when (refused.Refusal is Refusal.Invalid)
        {
            return TypedResults.BadRequest(refused.Code);
        }
    }

    /// <summary>One range, as browsers and players ask for; several at once are answered with the whole.</summary>
    private static (ByteRange? Range, bool IsValid) RangeOf(HttpRequest request, long size)
    {
        if (request.GetTypedHeaders().Range is not { Unit.Value: "bytes", Ranges: { Count: 1 } ranges }) return (null, true);
        var asked = ranges.First();
        if (asked.From is { } from)
            return (new ByteRange(from, asked.To - from + 1), from < size && (asked.To is null || asked.To >= from));
        return (new ByteRange(Math.Max(0, size - asked.To!.Value)), size > 0 && asked.To > 0);
    }

    private static StatusCodeHttpResult Denied() => TypedResults.StatusCode(StatusCodes.Status403Forbidden);
}
