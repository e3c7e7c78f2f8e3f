using Adilas.Stacks;
using Adilas.Users;

namespace Adilas.Corporations;

/// <summary>What a corporation starts with; see <see cref="Corporation"/> for the meaning and bounds of each.</summary>
[GenerateSerializer, Immutable, Alias("adilas.CorporationRegistration")]
public sealed record CorporationRegistration(
    string Name, string Industry, CorporationKind Kind, StackId Stack, string Recipe, UserId Owner)
{
    // The framework writes the arguments of late calls to its log, and contents do not belong there.
    public override string ToString() => $"{Kind} corporation on {Stack}";
}
