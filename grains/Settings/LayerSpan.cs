using Adilas.Corporations;

namespace Adilas.Settings;

/// <summary>The layers of one kind whose names begin alike: what one look into an index finds.</summary>
/// <param name="IsWhole">Whether the beginning is the whole name.</param>
public sealed record LayerSpan(LayerKind Kind, string Beginning, bool IsWhole = false)
{
    /// <summary>What follows the kind in a layer's scope, such as <c>retail</c> or <c>acme:clerk</c>; empty for the system's.</summary>
    public static string NameOf(ProfileScope scope) => string.Join(':', scope.Text.Split(':').Skip(1));

    /// <summary>The spans in which all of these layers are, in rising precedence.</summary>
    /// <param name="own">Only layers of this corporation; <c>null</c>: everybody's.</param>
    /// <param name="kind"><c>null</c> for all.</param>
    public static IEnumerable<LayerSpan> Of(CorporationId? own, LayerKind? kind, string beginning)
    {
        foreach (var one in Enum.GetValues<LayerKind>().Where(it => kind is null || it == kind))
        {
            if (own is not { } corporation) yield return new LayerSpan(one, beginning);
            else if (Own(one, corporation.Value, beginning) is { } within) yield return within;
        }
    }

    private static LayerSpan? Own(LayerKind kind, string corporation, string beginning)
    {
        // No other corporation's id begins with a colon, so these names are this one's alone.
        var all = $"{corporation}:";
        return kind switch
        {
            LayerKind.Corporation when corporation.StartsWith(beginning, StringComparison.Ordinal) => new LayerSpan(kind, corporation, IsWhole: true),
            LayerKind.Role or LayerKind.User when all.StartsWith(beginning, StringComparison.Ordinal) => new LayerSpan(kind, all),
            LayerKind.Role or LayerKind.User when beginning.StartsWith(all, StringComparison.Ordinal) => new LayerSpan(kind, beginning),
            _ => null,
        };
    }
}
