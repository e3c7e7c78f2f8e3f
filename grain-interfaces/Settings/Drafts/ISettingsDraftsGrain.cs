using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Settings.Drafts;

/// <summary>The drafts of one layer of settings. Key: the layer's, and <c>/drafts</c>. Reach it with <c>grains.SettingsDrafts(scope)</c>.</summary>
[GrainInterfaceType("adilas.ISettingsDraftsGrain"), Alias("adilas.ISettingsDraftsGrain"), Subject(Subject.Owner)]
public interface ISettingsDraftsGrain : IGrainWithStringKey
{
    /// <summary>Makes a draft.</summary>
    /// <exception cref="RefusedException">
    /// As <see cref="ISettingsProfileGrain.Preview"/>; <see cref="Refusal.Invalid"/>: a time that is past or too far;
    /// <see cref="Refusal.TooMany"/>: <see cref="SettingsDraft.MaxWaiting"/> wait already.
    /// </exception>
    [Alias("Make"), Allow(Caller.Member, Permission.SettingsWrite)]
    Task<SettingsDraft> Make(SettingsDraftOrder order, CancellationToken cancellationToken = default);

    /// <summary>Drafts, newest first.</summary>
    /// <param name="phase">Only those in this phase; <c>null</c> for all.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("List"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<Page<SettingsDraftSummary>> List(SettingsDraftPhase? phase, string? cursor, int? limit, CancellationToken cancellationToken = default);
}
