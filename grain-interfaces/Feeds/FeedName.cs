using System.Globalization;
using System.Text;

namespace Adilas.Feeds;

/// <summary>Names a feed: all corporations, all memberships, or one of the parts into which layers of settings are divided.</summary>
public sealed record FeedName
{
    /// <summary>Into how many feeds the layers of settings are divided. Stored with each layer: never change it alone.</summary>
    public const int SettingsShards = 8;

    private const string Prefix = "~feed/";
    private const string SettingsPrefix = "settings-";

    private static readonly FeedName[] Settings = [.. Enumerable.Range(0, SettingsShards).Select(shard => new FeedName(
        string.Create(CultureInfo.InvariantCulture, $"{SettingsPrefix}{shard}"), shard))];

    private FeedName(string text, int? shard = null) => (Text, Shard) = (text, shard);

    public static FeedName Corporations { get; } = new("corporations");

    public static FeedName Memberships { get; } = new("memberships");

    public static IReadOnlyList<FeedName> All { get; } = [Corporations, Memberships, .. Settings];

    public string Text { get; }

    /// <summary>Which part of the layers of settings; <c>null</c> for another feed.</summary>
    public int? Shard { get; }

    public string GrainKey => Prefix + Text;

    /// <summary>The feed that tells of the layer whose grain has this key.</summary>
    public static FeedName OfSettings(string grainKey) => Settings[ShardOf(grainKey)];

    /// <summary>FNV-1a, so that every process and every release finds the same.</summary>
    public static int ShardOf(string grainKey)
    {
        var hash = 2166136261u;
        foreach (var unit in Encoding.UTF8.GetBytes(grainKey)) hash = (hash ^ unit) * 16777619u;
        return (int)(hash % SettingsShards);
    }

    /// <summary>The feed whose grain has this key, or <c>null</c>.</summary>
    public static FeedName? FindByGrainKey(string key) => All.FirstOrDefault(feed => feed.GrainKey == key);

    public override string ToString() => Text;
}
