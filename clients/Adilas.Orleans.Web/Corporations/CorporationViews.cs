using System.Text.Json;
using System.Text.Json.Serialization;
using Adilas.Provisioning;

namespace Adilas.Corporations;

/// <summary>A corporation as the API shows it.</summary>
internal sealed record CorporationView(
    CorporationId Id,
    string Name,
    string Industry,
    string? Theme,
    string? Plan,
    CorporationKind Kind,
    string Stack,
    string Recipe,
    OwnerView Owner,
    CorporationMode Mode,
    string? ModeReason,
    DateTimeOffset ModeSince,
    DateTimeOffset? PurgeAt,
    DateTimeOffset CreatedAt,
    bool Published,
    long Version)
{
    public static CorporationView Of(Corporation it) => new(
        it.Id, it.Name, it.Industry, it.Theme, it.Plan, it.Kind, it.Stack.Value, it.Recipe, new OwnerView(it.Owner.Value), it.Mode, it.ModeReason, it.ModeSince,
        it.PurgeAt, it.CreatedAt, it.IsPublished, it.Version);
}

/// <param name="Id">The user who owns it.</param>
internal sealed record OwnerView(string Id);

/// <summary>How far a corporation's making has come.</summary>
internal sealed record ProvisioningView(
    CorporationId Corporation, string Recipe, int RecipeVersion, ProvisioningPhase State, IReadOnlyList<ProvisioningStepStatus> Steps)
{
    public static ProvisioningView Of(ProvisioningStatus it) => new(it.Corporation, it.Recipe, it.RecipeVersion, it.State, it.Steps);
}

/// <summary>What an order would lead to.</summary>
/// <param name="Created">Whether a new corporation would be made; otherwise the same one was ordered before.</param>
internal sealed record ProvisioningPreview(bool Created, ProvisioningView Provisioning);

/// <summary>One change in a corporation's history.</summary>
internal sealed record HistoryView(
    long Position,
    DateTimeOffset At,
    string Actor,
    string? OnBehalfOf,
    string Action,
    string Subject,
    long Version,
    IReadOnlyList<ValueChangeView> Changes,
    string? TraceId)
{
    public static HistoryView Of(HistoryItem it) => new(
        it.Position, it.At, it.Actor, it.OnBehalfOf, it.Action, it.Subject, it.Version, [.. it.Changes.Select(ValueChangeView.Of)], it.TraceId);
}

/// <summary>One value before and after; a side is absent where there was none.</summary>
internal sealed record ValueChangeView(
    string Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Before,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? After)
{
    public static ValueChangeView Of(ValueChange it) => new(it.Path, Json(it.Before), Json(it.After));

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
