using Adilas.Access;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.Settings.Drafts;

/// <summary>
/// One draft of a layer of settings. Key: the layer's, <c>/draft/</c> and the draft's id. Where a version is asked for, it is the draft's; <c>null</c>
/// skips the check. Reach it with <c>grains.SettingsDraft(scope, id)</c>.
/// </summary>
[GrainInterfaceType("adilas.ISettingsDraftGrain"), Alias("adilas.ISettingsDraftGrain"), Subject(Subject.Owner)]
public interface ISettingsDraftGrain : IGrainWithStringKey
{
    /// <summary>Makes it. Asked through the layer's list of drafts alone, which bounds how many there are.</summary>
    /// <exception cref="RefusedException">As <see cref="ISettingsDraftsGrain.Make"/>; <see cref="Refusal.Conflict"/>: it is there already.</exception>
    [Alias("Open"), Allow(Caller.Member, Permission.SettingsWrite, Through = SettingsDraftGrainFactory.ListType)]
    Task<SettingsDraft> Open(SettingsDraftOrder order, CancellationToken cancellationToken = default);

    /// <summary>The draft, or <c>null</c> when there is none.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<SettingsDraft?> Find(CancellationToken cancellationToken = default);

    /// <summary>The draft with what it would make of the layer as that is now, or <c>null</c> when there is none.</summary>
    [Alias("Check"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<SettingsDraftCheck?> Check(CancellationToken cancellationToken = default);

    /// <summary>Puts another change in its place, made on the layer's newest version. An approval that it had is gone, and the caller is its author.</summary>
    /// <exception cref="RefusedException">
    /// As <see cref="ISettingsDraftsGrain.Make"/>; <see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>; <see cref="Refusal.Conflict"/>: ended.
    /// </exception>
    [Alias("Change"), Allow(Caller.Member, Permission.SettingsWrite)]
    Task<SettingsDraft> Change(SettingsDraftOrder order, long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Agrees to it. One with a time that is yet to come then applies itself. To agree to what is approved already changes nothing.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Forbidden"/>: by its author. <see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>; <see cref="Refusal.Conflict"/>: ended,
    /// or replaces a layer that has changed since.
    /// </exception>
    [Alias("Approve"), Allow(Caller.Member, Permission.SettingsWrite)]
    Task<SettingsDraft> Approve(long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Refuses it for good. To refuse what is rejected already changes nothing.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: no reason, or a long one. <see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>;
    /// <see cref="Refusal.Conflict"/>: ended otherwise.
    /// </exception>
    [Alias("Reject"), Allow(Caller.Member, Permission.SettingsWrite, In = Modes.Any)]
    Task<SettingsDraft> Reject(string? reason, long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Takes it back. To take back what is withdrawn already changes nothing.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>; <see cref="Refusal.Conflict"/>: ended otherwise.
    /// </exception>
    [Alias("Withdraw"), Allow(Caller.Member, Permission.SettingsWrite, In = Modes.Any)]
    Task<SettingsDraft> Withdraw(long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts it into the layer now, whatever its time. A patch or a value is applied to the layer as it is; one that replaces the layer is refused
    /// when that has changed since. To apply what is applied already changes nothing.
    /// </summary>
    /// <exception cref="RefusedException">
    /// As <see cref="ISettingsProfileGrain.Edit"/>; <see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>; <see cref="Refusal.Conflict"/>: ended
    /// otherwise, needs an approval, or replaces a layer that has changed since.
    /// </exception>
    [Alias("Apply"), Allow(Caller.Member, Permission.SettingsWrite)]
    Task<SettingsDraft> Apply(long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Applies it when its time has come. Carries no answer and may be lost.</summary>
    [Alias("Wake"), Allow(Caller.System, In = Modes.Any), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);
}
