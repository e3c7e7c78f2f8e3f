using Adilas.Http;

namespace Adilas.Settings;

/// <summary>What a person sees before a change of a layer is stored.</summary>
/// <param name="Corporations">How many it reaches; <c>null</c> when that is not known.</param>
/// <param name="Unused">Why the layer changes nothing for anybody yet; <c>null</c> when it does.</param>
public sealed record LayerReview(SettingsPreview Preview, long? Corporations, string? Unused)
{
    internal static async Task<LayerReview> Of(
        SettingsService settings, SettingsReach reach, ProfileScope scope, SettingsEdit edit, long version, CancellationToken cancellationToken) =>
        new(
            await settings.Preview(scope, edit, new Precondition(version, IsAny: false), cancellationToken),
            await reach.Of(scope, cancellationToken),
            await settings.FindUnused(scope, cancellationToken));
}
