using System.Text.Json.Serialization;
using Adilas.Http;
using Adilas.Settings;
using Adilas.Stacks;

namespace Adilas.Corporations;

/// <summary>What a new corporation shall be.</summary>
/// <param name="Id">1 to 40 lower-case letters, digits or dashes; never changes.</param>
/// <param name="Name">Display name, 1 to 100 characters.</param>
/// <param name="Industry">Which industry's settings apply, such as <c>retail</c>.</param>
/// <param name="Stack">Where to place it; the platform chooses otherwise.</param>
/// <param name="Recipe">What it is made of; <c>small</c> otherwise.</param>
/// <param name="Settings">Its own first settings.</param>
internal sealed record CorporationBody(
    CorporationId Id,
    string Name,
    string Industry,
    CorporationKind Kind,
    OwnerBody Owner,
    StackId? Stack = null,
    string? Recipe = null,
    SettingsDocument? Settings = null);

/// <summary>The person who owns a new corporation.</summary>
internal sealed record OwnerBody(string Email, string Name);

/// <summary>What to change; what is absent stays.</summary>
/// <param name="Theme">Which theme's settings apply; null for none.</param>
/// <param name="Plan">Which plan's settings apply; null for none. For platform operators only.</param>
/// <param name="Published">Whether a copy of its profile is kept in Redis. For platform operators only.</param>
internal sealed record CorporationChangeBody(
    string? Name = null,
    string? Industry = null,
    CorporationKind? Kind = null,
    [property: JsonConverter(typeof(NullAsEmpty))] string? Theme = null,
    [property: JsonConverter(typeof(NullAsEmpty))] string? Plan = null,
    bool? Published = null);

/// <param name="Reason">Why, 1 to 500 characters.</param>
internal sealed record ModeBody(CorporationMode Mode, string Reason);
