using System.Diagnostics;

namespace Adilas.Access;

/// <summary>Makes the proven caller of a request the caller of every grain call that it leads to.</summary>
internal sealed class CallerMiddleware(RequestDelegate next, CallerAccessor callers)
{
    public async Task Invoke(HttpContext context)
    {
        var caller = CallerIdentity.CallerOf(context.User);
        Activity.Current?.SetTag("adilas.actor", caller.Actor);
        if (caller.Corporation is { } corporation) Activity.Current?.SetTag("adilas.corporation", corporation.Value);

        using (callers.Use(caller)) await next(context);
    }
}
