using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Settings.Drafts;

namespace Adilas.Settings;

/// <summary>
/// Lists layers, and drafts across them: all of the platform, key <c>~settings</c>, or those of one corporation with its roles and users, key
/// <c>{corporation}</c>. Reach it with <c>grains.SettingsOverview(…)</c>; any silo answers.
/// </summary>
[GrainInterfaceType("adilas.ISettingsOverviewGrain"), Alias("adilas.ISettingsOverviewGrain"), Subject(Subject.Owner)]
public interface ISettingsOverviewGrain : IGrainWithStringKey
{
    /// <summary>The layers in which something is set, in rising precedence and there in the order of their names.</summary>
    /// <param name="kind">Only those of this kind; <c>null</c> for all.</param>
    /// <param name="beginning">Only those whose name, such as <c>retail</c> or <c>acme:clerk</c>, begins so; <c>null</c> for all.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor, limit or beginning.</exception>
    [Alias("ListLayers"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<Page<SettingsLayerSummary>> ListLayers(
        LayerKind? kind, string? beginning, string? cursor, int? limit, CancellationToken cancellationToken = default);

    /// <summary>Drafts of all layers, newest first.</summary>
    /// <param name="phase">Only those in this phase; <c>null</c>: all that have not ended.</param>
    /// <param name="waitsForApproval">Only those that wait for a second person's consent.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("ListDrafts"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<Page<SettingsDraftSummary>> ListDrafts(
        SettingsDraftPhase? phase, bool waitsForApproval, string? cursor, int? limit, CancellationToken cancellationToken = default);
}

/// <summary>One line in a list of layers.</summary>
/// <param name="Scope">As written in URLs; see <see cref="ProfileScope"/>.</param>
/// <param name="Actor">Who changed it last.</param>
/// <param name="IsUsed">As <see cref="ISettingsProfileGrain.IsUsed"/>.</param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsLayerSummary")]
public sealed record SettingsLayerSummary(string Scope, long Version, DateTimeOffset ChangedAt, string Actor, bool IsUsed);

/// <summary>The only place that writes the overviews' keys.</summary>
public static class SettingsOverviewGrainFactory
{
    /// <param name="corporation">Only its own; <c>null</c> for all of the platform.</param>
    public static ISettingsOverviewGrain SettingsOverview(this IGrainFactory grains, CorporationId? corporation) =>
        grains.GetGrain<ISettingsOverviewGrain>(corporation?.Value ?? "~settings");
}
