using Adilas.Corporations;
using Adilas.Settings;
using Adilas.Stacks;

namespace Adilas.Provisioning;

/// <summary>Everything that a new corporation is asked to be; see <see cref="Corporation"/> for names and bounds.</summary>
/// <param name="Stack">Where to place it; <c>null</c> lets the platform choose.</param>
/// <param name="Recipe">What it is made of; <c>null</c> for <see cref="DefaultRecipe"/>.</param>
/// <param name="OwnerEmail">At most 254 characters.</param>
/// <param name="OwnerName">1 to 100 characters.</param>
/// <param name="Settings">The corporation's own first settings layer.</param>
[GenerateSerializer, Immutable, Alias("adilas.CorporationOrder")]
public sealed record CorporationOrder(
    string Name,
    string Industry,
    CorporationKind Kind,
    string OwnerEmail,
    string OwnerName,
    StackId? Stack = null,
    string? Recipe = null,
    SettingsDocument? Settings = null)
{
    public const string DefaultRecipe = "small";

    // The framework writes the arguments of late calls to its log, and contents do not belong there.
    public override string ToString() => $"{Kind} corporation by recipe {Recipe}";
}
