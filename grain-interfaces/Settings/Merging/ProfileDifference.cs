using System.Text.Json;
using Adilas.Corporations;

namespace Adilas.Settings;

/// <summary>What differs between two profiles.</summary>
public static class ProfileDifference
{
    /// <summary>The paths whose values differ, in ordinal order, at most <paramref name="limit"/>; objects are told by what is in them.</summary>
    public static IReadOnlyList<ValueChange> Between(ProfileMerge before, ProfileMerge after, int limit)
    {
        var (left, right) = (Values(before), Values(after));
        return
        [
            .. left.Keys.Union(right.Keys, StringComparer.Ordinal)
                .Select(path => new ValueChange(path, left.GetValueOrDefault(path), right.GetValueOrDefault(path)))
                .Where(change => change.Before != change.After)
                .OrderBy(change => change.Path, StringComparer.Ordinal)
                .Take(limit),
        ];
    }

    private static Dictionary<string, string> Values(ProfileMerge profile) => profile.Nodes()
        .Where(node => node.Json.ValueKind is not JsonValueKind.Object)
        .ToDictionary(node => node.Path, node => node.Json.GetRawText(), StringComparer.Ordinal);
}
