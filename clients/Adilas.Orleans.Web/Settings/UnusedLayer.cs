namespace Adilas.Settings;

/// <summary>Says of a layer that nothing refers to it, which a misspelt name is often the reason of.</summary>
internal static class UnusedLayer
{
    public static string Sentence(ProfileScope layer) => $"Nothing uses this layer yet: {Why(layer.Kind, layer.Text.Split(':'))}.";

    /// <summary><c>null</c> when something refers to it.</summary>
    public static string? Of(SettingsLayerSummary layer) =>
        !layer.IsUsed && ProfileScope.TryParse(layer.Scope, out var scope) ? Sentence(scope) : null;

    private static string Why(LayerKind kind, string[] parts) => kind switch
    {
        LayerKind.System => "there is no corporation",
        LayerKind.Industry => $"no corporation is of the industry '{parts[1]}'",
        LayerKind.Theme => $"no corporation has the theme '{parts[1]}'",
        LayerKind.Plan => $"no corporation is on the plan '{parts[1]}'",
        LayerKind.Stack => $"there is no stack '{parts[1]}'",
        LayerKind.Corporation => $"there is no corporation '{parts[1]}'",
        LayerKind.Role => $"no member of '{parts[1]}' has the role '{parts[2]}'",
        LayerKind.User => $"no member of '{parts[1]}' has the id '{parts[2]}'",
        LayerKind.Person => $"no member of any corporation has the id '{parts[1]}'",
    };
}
