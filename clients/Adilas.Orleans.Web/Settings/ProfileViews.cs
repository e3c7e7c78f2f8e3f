using System.Text.Json;
using System.Text.Json.Nodes;
using Adilas.Http;
using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>The settings that hold, merged from all layers.</summary>
/// <param name="Values">One JSON object. Hard settings are left out when the lease has ended.</param>
/// <param name="Layers">The version of each layer in it, by scope.</param>
/// <param name="AgeMs">Every change that was acknowledged longer ago than this is in it, in milliseconds.</param>
/// <param name="LeaseEnded">Whether the cluster was not reached for too long to be sure of hard settings.</param>
internal sealed record ProfileView(JsonElement Values, IReadOnlyDictionary<string, long> Layers, long AgeMs, bool LeaseEnded)
{
    public static ProfileView Of(Profile it)
    {
        var isEnded = it.IsLeaseEnded;
        return new ProfileView(isEnded ? it.SoftToJson() : it.ToJson(), it.Layers, (long)it.Age.TotalMilliseconds, isEnded);
    }

    /// <summary>As it was: its age says nothing, and it is as certain as it will ever be.</summary>
    public static ProfileView Of(ProfileMerge then, string? path) => new(
        path is null ? then.ToJson() : At(path, then.Find(path)),
        then.Layers.ToDictionary(layer => layer.Layer.Scope, layer => layer.Layer.Version),
        AgeMs: 0,
        LeaseEnded: false);

    /// <summary>With the value at one path alone, inside the objects that it stands in.</summary>
    public static ProfileView Of(Profile it, string path)
    {
        JsonElement? found = it.TryGet<JsonElement>(path, out var value) ? value : null;
        return new ProfileView(At(path, found), it.Layers, (long)it.Age.TotalMilliseconds, it.IsLeaseEnded);
    }

    private static JsonElement At(string path, JsonElement? value)
    {
        JsonNode? values = value is { } found ? JsonNode.Parse(found.GetRawText()) : null;
        foreach (var name in values is null ? [] : path.Split(SettingsPath.Separator).Reverse()) values = new JsonObject { [name] = values };
        return JsonSerializer.SerializeToElement(values ?? new JsonObject());
    }
}

/// <summary>Why a setting has the value that it has.</summary>
/// <param name="Value">Absent when nothing stands there.</param>
/// <param name="Source">The layer whose value holds, or which masks it; absent when none says anything, or an object has parts from several.</param>
/// <param name="Layers">Every layer that says something about the path, in rising precedence.</param>
/// <param name="LocksBeneath">What is locked beneath the path, and by which layer.</param>
internal sealed record ProfileExplanationView(
    string Path, JsonElement? Value, string? Source, IReadOnlyList<LayerSayingView> Layers, IReadOnlyList<PathLock> LocksBeneath)
{
    /// <exception cref="HttpProblem">404: no setting is called so, and no layer says anything there.</exception>
    public static ProfileExplanationView Of(ProfileExplanation it) =>
        it.Value is null && it.Layers.IsEmpty && !SettingsCatalogue.Current.Knows(it.Path)
            ? throw new HttpProblem(StatusCodes.Status404NotFound, "setting-unknown", $"There is no setting '{it.Path}', and no layer says anything there.", "path")
            : new(it.Path, it.Value, it.Source, [.. it.Layers.Select(LayerSayingView.Of)], it.LocksBeneath);
}

/// <summary>What one layer says about a path.</summary>
/// <param name="Version">In which it came to say that; with the author, time and reason of that version.</param>
/// <param name="Value">What it holds there: null masks; absent when it masks from above the path.</param>
/// <param name="Applied">Whether it changed what the layers beneath it had left there.</param>
/// <param name="LockedBy">The lower layer whose lock keeps this one out.</param>
internal sealed record LayerSayingView(
    string Scope,
    long Version,
    string Actor,
    DateTimeOffset ChangedAt,
    string? Reason,
    JsonElement? Value,
    bool Applied,
    string? LockedBy,
    SettingsConditionView? Condition)
{
    public static LayerSayingView Of(LayerSaying it) => new(
        it.Scope, it.Version, it.Actor, it.ChangedAt, it.Reason, it.Value, it.Applied, it.LockedBy,
        it.Condition is null ? null : SettingsConditionView.Of(it.Condition));
}
