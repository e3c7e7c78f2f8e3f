using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace Adilas.Access;

/// <summary>Tells interactive pages within a lease that their session is over.</summary>
internal sealed class SessionState(ILoggerFactory loggers, Sessions sessions, IOptions<SealOptions> seal)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => seal.Value.Lease / 2;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.Continue(authenticationState.User, cancellationToken) is not null;
        }
        catch (Refusals.RefusedException)
        {
            // The cluster cannot say now. Nothing can be done meanwhile either, and signing everybody out would help nobody.
            return true;
        }
    }
}
