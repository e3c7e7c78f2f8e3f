using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Adilas.Settings;
using Adilas.Settings.Catalogue;

namespace Adilas.Publishing;

/// <summary>Writes a merged profile without what the catalogue calls personal: whoever reads the hot store is not asked who.</summary>
internal static class PublicProfile
{
    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FrozenSet<string> Personal = SettingsCatalogue.Current.Entries
        .Where(entry => entry is { IsPersonal: true, HasWildcard: false }).Select(entry => entry.Path).ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] PersonalPrefixes =
    [
        .. SettingsCatalogue.Current.Entries.Where(entry => entry is { IsPersonal: true, HasWildcard: true })
            .Select(entry => entry.Path[..entry.Path.IndexOf(CatalogueEntry.Wildcard, StringComparison.Ordinal)]),
    ];

    /// <summary>One JSON object, its keys in ordinal order.</summary>
    public static string Write(ProfileMerge profile)
    {
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, Canonical)) Write(writer, profile.Root, "");
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, MergedObject node, string path)
    {
        writer.WriteStartObject();
        foreach (var (name, child) in node.Children.OrderBy(child => child.Key, StringComparer.Ordinal))
        {
            var at = SettingsPath.Join(path, name);
            if (IsPersonal(at)) continue;
            writer.WritePropertyName(name);
            if (child is MergedObject nested) Write(writer, nested, at);
            else child.Write(writer);
        }

        writer.WriteEndObject();
    }

    private static bool IsPersonal(string path) =>
        Personal.Contains(path)
        || PersonalPrefixes.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal))
        && SettingsCatalogue.Current.Find(path) is { IsPersonal: true };
}
