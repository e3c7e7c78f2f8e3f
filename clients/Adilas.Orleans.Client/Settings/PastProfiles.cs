using Adilas.Access;
using Adilas.Corporations;
using Adilas.Memberships;
using Adilas.Refusals;
using Adilas.Users;

namespace Adilas.Settings;

/// <summary>Merges profiles as they were: every layer, and which of them applied, as of one moment.</summary>
public sealed class PastProfiles(IGrainFactory grains, CallerAccessor callers)
{
    /// <param name="moment">At least ten seconds ago: until then a change may still appear that was made before it.</param>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: too late. <see cref="Refusal.NotFound"/>: there was no such corporation then. <see cref="Refusal.Conflict"/>: a
    /// layer of that time was thinned away.
    /// </exception>
    public async Task<ProfileMerge> AsOf(CorporationId corporation, UserId? user, DateTimeOffset moment, CancellationToken cancellationToken = default)
    {
        using var self = callers.UseLibrary(SettingsReplica.Caller);
        var then = await grains.Corporation(corporation).AsOf(moment, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, "corporation-unknown", "There was no such corporation then.", "asOf");
        var membership = user is { } who ? await grains.Membership(corporation, who).AsOf(moment, cancellationToken) : null;
        var layers = await Task.WhenAll(HeldProfile.Scopes(then, user, membership).Select(scope => Layer(scope, moment, cancellationToken)));
        return layers.OfType<SettingsLayer>().Aggregate(
            ProfileMerge.BeginWithDefaults(corporation, moment), (merge, layer) => merge.With(new ParsedLayer(layer)));
    }

    private Task<SettingsLayer?> Layer(string scope, DateTimeOffset moment, CancellationToken cancellationToken) => ProfileScope.TryParse(scope, out var parsed)
        ? grains.SettingsProfile(parsed).AsOf(moment, cancellationToken)
        : throw new InvalidOperationException($"'{scope}' is made of ids, so it is a scope.");
}
