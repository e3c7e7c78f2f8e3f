using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Adilas.Access;

/// <summary>
/// Makes the signed-in person the caller of every grain call of an interactive page. A circuit lives long after the request that began
/// it, so each activity proves the session anew.
/// </summary>
internal sealed class CircuitCaller(AuthenticationStateProvider state, Sessions sessions, CallerAccessor callers) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async activity =>
        {
            var (user, _) = ((await state.GetAuthenticationStateAsync()).User, activity);
            var proven = user.Identity is CallerIdentity ? await sessions.Continue(user, CancellationToken.None) : null;
            using (callers.Use(proven is null ? CallerContext.Anonymous : CallerIdentity.CallerOf(proven))) await next(activity);
        };
}
