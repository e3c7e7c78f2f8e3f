using Adilas.Stacks;
using Adilas.Users;

namespace Adilas.Corporations;

/// <summary>A corporation as callers see it.</summary>
/// <param name="Name">Display name, 1 to 100 characters.</param>
/// <param name="Industry">Which industry layer of settings applies, in the grammar of ids.</param>
/// <param name="ModeReason">Why it is in this mode; <c>null</c> when nobody ever said.</param>
/// <param name="ModeSince">When it entered this mode, UTC.</param>
/// <param name="PurgeAt">When a closed corporation is removed for good, UTC; <c>null</c> otherwise.</param>
/// <param name="CreatedAt">When it was first registered, UTC.</param>
/// <param name="Theme">Which theme layer of settings applies; <c>null</c> for none.</param>
/// <param name="Plan">Which plan layer of settings applies; <c>null</c> for none.</param>
/// <param name="Version">Rises with every change; the ETag of the HTTP API.</param>
/// <param name="IsPublished">Whether a copy of its profile is kept in Redis, for programs that can read nothing else.</param>
[GenerateSerializer, Immutable, Alias("adilas.Corporation")]
public sealed record Corporation(
    CorporationId Id,
    string Name,
    string Industry,
    CorporationKind Kind,
    StackId Stack,
    string Recipe,
    UserId Owner,
    CorporationMode Mode,
    string? ModeReason,
    DateTimeOffset ModeSince,
    DateTimeOffset? PurgeAt,
    DateTimeOffset CreatedAt,
    long Version,
    string? Theme = null,
    string? Plan = null,
    bool IsPublished = false);
