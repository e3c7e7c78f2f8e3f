using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Adilas.Refusals;

namespace Adilas.Settings.Catalogue;

/// <summary>
/// Every setting there is: what it means, what its value may be, and which layers may set it. Data that travels with the program; whoever
/// changes it raises its version. What is not in it stands under <see cref="Custom"/>, where anything goes.
/// </summary>
public sealed class SettingsCatalogue
{
    public const string Custom = "custom";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter<SettingType>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private readonly CatalogueNode root;

    private SettingsCatalogue(int version, ImmutableArray<CatalogueEntry> entries)
    {
        (Version, Entries) = (version, entries);
        root = CatalogueNode.Tree(entries, Custom);
        Defaults = DefaultsOf(entries);
    }

    public static SettingsCatalogue Current { get; } = Load();

    public int Version { get; }

    /// <summary>In the ordinal order of their paths.</summary>
    public ImmutableArray<CatalogueEntry> Entries { get; }

    /// <summary>What holds where no layer says otherwise.</summary>
    public SettingsDocument Defaults { get; }

    /// <summary>The setting with this path, by wildcard too; <c>null</c> for none, and for one's own beneath <see cref="Custom"/>.</summary>
    public CatalogueEntry? Find(string path) => Node(path)?.Entry;

    /// <summary>Whether there are settings at or beneath the path, or there may be some of one's own.</summary>
    public bool Knows(string path) => Node(path) is not null || path == Custom || SettingsPath.IsWithin(path, Custom);

    /// <summary>Whether the setting, or one beneath the path, is hard.</summary>
    public bool IsHard(string path) => Node(path)?.Entries.Any(entry => entry.IsHard) ?? false;

    /// <summary>Whether a change of what stands at the path, above it or beneath it needs a second person.</summary>
    public bool NeedsApproval(string path)
    {
        var node = root;
        foreach (var name in path.Split('.'))
        {
            if (node.Find(name) is not { } child) return false;
            if (child.Entry is { } entry) return entry.NeedsApproval;
            node = child;
        }

        return node.Entries.Any(entry => entry.NeedsApproval);
    }

    /// <param name="before">The layer's document until now. What did not change is not checked: an older catalogue took it.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: the first problem, with the path as the field.</exception>
    public void Check(LayerKind layer, SettingsDocument document, SettingsDocument? before = null) =>
        Refuse(Problems(layer, document, 1, before) is [var first, ..] ? first : null);

    /// <summary>One value by its path; an object is checked for what it sets beneath.</summary>
    /// <inheritdoc cref="Check"/>
    public void CheckValue(LayerKind layer, string path, JsonElement value) => Refuse(FindValueProblem(layer, path, value));

    /// <summary>A path that a layer wants to lock: a setting, what stands above some, or one's own beneath <see cref="Custom"/>.</summary>
    /// <inheritdoc cref="Check"/>
    public void CheckLock(LayerKind layer, string path) => Refuse(FindLockProblem(layer, path));

    /// <summary>What <see cref="CheckValue"/> would refuse; <c>null</c> for nothing.</summary>
    public CatalogueProblem? FindValueProblem(LayerKind layer, string path, JsonElement value)
    {
        var check = new CatalogueCheck(layer, 1);
        if (check.Find(root, path) is { } node) check.Value(node, path, value, null);
        return check.First;
    }

    /// <summary>What <see cref="CheckLock"/> would refuse; <c>null</c> for nothing.</summary>
    public CatalogueProblem? FindLockProblem(LayerKind layer, string path)
    {
        var check = new CatalogueCheck(layer, 1);
        if (check.Find(root, path) is { } node) check.MayBeSet(node, path);
        return check.First;
    }

    /// <summary>Everything that is wrong with a document, at most <paramref name="limit"/> problems.</summary>
    /// <param name="before">As for <see cref="Check"/>.</param>
    public IReadOnlyList<CatalogueProblem> Problems(LayerKind layer, SettingsDocument document, int limit, SettingsDocument? before = null)
    {
        var check = new CatalogueCheck(layer, limit);
        using var now = JsonDocument.Parse(document.Json);
        using var earlier = before is null ? null : JsonDocument.Parse(before.Json);
        check.Members(root, "", now.RootElement, earlier?.RootElement);
        return check.Problems;
    }

    /// <summary>Everything that is wrong with a whole layer, at most <paramref name="limit"/> problems.</summary>
    public IReadOnlyList<CatalogueProblem> Problems(
        LayerKind layer, SettingsDocument document, IEnumerable<string>? locks, IEnumerable<SettingsCondition>? conditions, int limit)
    {
        var ofLocks = (locks ?? []).Select(path => FindLockProblem(layer, path));
        var ofConditions = (conditions ?? []).Select(condition => FindValueProblem(layer, condition.Path, JsonElement.Parse(condition.Value)));
        return [.. Problems(layer, document, limit).Concat(ofLocks.Concat(ofConditions).OfType<CatalogueProblem>()).Take(limit)];
    }

    /// <summary>A catalogue that is not this release's own, to see what it would refuse.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: not a catalogue.</exception>
    public static SettingsCatalogue Parse(string json)
    {
        try
        {
            return Read(json);
        }
        catch (Exception malformed) when (malformed is JsonException or ArgumentException or InvalidDataException)
        {
            throw new RefusedException(Refusal.Invalid, "catalogue-malformed", $"Not a catalogue: {malformed.Message}", "catalogue");
        }
    }

    private static SettingsCatalogue Load()
    {
        using var reader = new StreamReader(CatalogueResource.Open("catalogue.json"));
        return Read(reader.ReadToEnd());
    }

    private static SettingsCatalogue Read(string json)
    {
        if (JsonSerializer.Deserialize<Content>(json, Form) is not { Entries.IsDefaultOrEmpty: false } content)
            throw new InvalidDataException("It has no entries.");
        if (content.Entries.Any(entry => entry is null || entry.Values.IsDefault)) throw new InvalidDataException("A part of it is null.");
        if (content.Entries.FirstOrDefault(entry => entry.Pattern is { } name && !CataloguePattern.All.ContainsKey(name)) is { } odd)
            throw new InvalidDataException($"'{odd.Path}' has a pattern that this release does not know.");

        return new SettingsCatalogue(content.Version, [.. content.Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)]);
    }

    private static SettingsDocument DefaultsOf(ImmutableArray<CatalogueEntry> entries)
    {
        var document = new JsonObject();
        foreach (var entry in entries)
        {
            if (entry.Default is not { } value) continue;
            var parent = document;
            var names = entry.Path.Split('.');
            foreach (var name in names[..^1]) parent = (JsonObject)(parent[name] ??= new JsonObject());
            parent[names[^1]] = JsonNode.Parse(value.GetRawText());
        }

        return SettingsDocument.Parse(document.ToJsonString());
    }

    private static void Refuse(CatalogueProblem? problem)
    {
        if (problem is not null) throw new RefusedException(Refusal.Invalid, problem.Code, problem.Message, problem.Path);
    }

    private CatalogueNode? Node(string path)
    {
        var node = root;
        foreach (var name in path.Split('.'))
            if ((node = node?.Find(name)) is null) return null;

        return node;
    }

    private sealed record Content(int Version, ImmutableArray<CatalogueEntry> Entries);
}
