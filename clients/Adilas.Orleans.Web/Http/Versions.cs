namespace Adilas.Http;

/// <summary>Versions as entity tags.</summary>
internal static class Versions
{
    public static void SetVersion(this HttpContext context, long version) => context.Response.Headers.ETag = Precondition.Tag(version);

    /// <summary>Sets the tag, and says whether the client holds this version already.</summary>
    public static bool KnowsVersion(this HttpContext context, long version)
    {
        context.SetVersion(version);
        return Precondition.IsKnown(context.Request.Headers.IfNoneMatch, version);
    }
}
