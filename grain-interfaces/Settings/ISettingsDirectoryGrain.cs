using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>Goes through all layers of settings that are stored. Reach it with <c>grains.SettingsDirectory()</c>; any silo answers.</summary>
[GrainInterfaceType("adilas.ISettingsDirectoryGrain"), Alias("adilas.ISettingsDirectoryGrain"), Subject(Subject.Platform)]
public interface ISettingsDirectoryGrain : IGrainWithStringKey
{
    /// <summary>
    /// What the catalogue would refuse of what is stored, at most 20 problems a layer. A page is about the next <paramref name="limit"/> layers,
    /// and may be empty although others follow.
    /// </summary>
    /// <param name="catalogue">A catalogue's JSON, to know before it is released what it would refuse; <c>null</c> for this release's own.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: not a catalogue, or a malformed cursor or limit.</exception>
    [Alias("ListInvalid"), Allow(Caller.Operator, Permission.SettingsRead), Repeatable]
    Task<Page<InvalidSetting>> ListInvalid(string? catalogue, string? cursor, int? limit, CancellationToken cancellationToken = default);
}

/// <summary>A stored setting that a catalogue refuses.</summary>
/// <param name="Scope">The layer's, as written in URLs.</param>
/// <param name="Version">Of the layer.</param>
/// <param name="Path">Names joined by dots.</param>
/// <param name="Code">The broken rule; see <see cref="Catalogue.CatalogueProblem"/>.</param>
/// <param name="Message">A sentence for people; never a value.</param>
[GenerateSerializer, Immutable, Alias("adilas.InvalidSetting")]
public sealed record InvalidSetting(string Scope, long Version, string Path, string Code, string Message);

/// <summary>The only place that writes the directory's key.</summary>
public static class SettingsDirectoryGrainFactory
{
    public static ISettingsDirectoryGrain SettingsDirectory(this IGrainFactory grains) =>
        grains.GetGrain<ISettingsDirectoryGrain>("~settings");
}
