using System.Globalization;

namespace Adilas.LocalCluster;

/// <summary>How many silos and web hosts, written <c>3x2</c>: 1 to 9 of each.</summary>
public readonly record struct ClusterSize(int Silos, int WebHosts) : IParsable<ClusterSize>
{
    public const int Most = 9;

    public static ClusterSize Default { get; } = new(3, 2);

    /// <exception cref="FormatException"><paramref name="s"/> is not written like <c>3x2</c>.</exception>
    public static ClusterSize Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var size)
            ? size
            : throw new FormatException($"'{s}' is not a size: write silos x web hosts, 1 to {Most} each, for instance 3x2.");

    public static bool TryParse(string? s, IFormatProvider? provider, out ClusterSize result)
    {
        result = default;
        if (s?.Split('x') is not [var silos, var webHosts]) return false;
        if (!IsCount(silos, out var siloCount) || !IsCount(webHosts, out var webHostCount)) return false;

        result = new ClusterSize(siloCount, webHostCount);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Silos}x{WebHosts}");

    private static bool IsCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= Most;
}
