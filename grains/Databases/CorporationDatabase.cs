using Adilas.Corporations;
using Adilas.Stacks;

namespace Adilas.Databases;

/// <summary>Where a corporation's rows are.</summary>
/// <param name="Name">Allocated by the runtime, never derived from an id.</param>
/// <param name="Server">The configured server that holds it.</param>
/// <param name="Stack">The stack it was placed on.</param>
/// <param name="IsReady"><c>false</c> while it is being made or dropped.</param>
public sealed record CorporationDatabase(
    CorporationId Corporation, string Name, DatabaseShape Shape, string Server, StackId Stack, bool IsReady);
