using Adilas.Stacks;
using Adilas.Users;

namespace Adilas.Corporations;

/// <summary>What a corporation starts with; see <see cref="Corporation"/> for the meaning and bounds of each.</summary>
[GenerateSerializer, Immutable, Alias("adilas.CorporationRegistration")]
public sealed record CorporationRegistration(
    string Name, string Industry, CorporationKind Kind, StackId Stack, string Recipe, UserId Owner);
