using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Settings.Drafts;

namespace Adilas.Settings;

/// <summary>One layer of settings with its whole past. Key: see <see cref="ProfileScope"/>. Reach it with <c>grains.SettingsProfile(scope)</c>.</summary>
[GrainInterfaceType("adilas.ISettingsProfileGrain"), Alias("adilas.ISettingsProfileGrain"), Subject(Subject.Owner)]
public interface ISettingsProfileGrain : IGrainWithStringKey
{
    /// <summary>The newest version, or <c>null</c> when nothing was ever set.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Readable), Repeatable]
    Task<SettingsLayer?> Find(CancellationToken cancellationToken = default);

    /// <summary>For one who holds a copy.</summary>
    /// <param name="atLeast">A version that is known to be stored: the answer has that or a newer one. <c>null</c>: whichever the store has.</param>
    [Alias("Read"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<LayerReading> Read(long? atLeast, CancellationToken cancellationToken = default);

    /// <summary>Changes the layer; an edit that changes nothing makes no version.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: not a document, or out of bounds. <see cref="Refusal.VersionRequired"/>: replaces without the version.
    /// <see cref="Refusal.Stale"/>: changed by someone else meanwhile. <see cref="Refusal.Conflict"/>, <c>approval-required</c>: changes what needs
    /// a second person's consent, so that it takes a draft; the runtime's own actors are exempt.
    /// </exception>
    [Alias("Edit"), Allow(Caller.Member, Permission.SettingsWrite)]
    Task<SettingsLayer> Edit(SettingsEdit edit, CancellationToken cancellationToken = default);

    /// <summary>What <see cref="Edit"/> would make of this layer; changes nothing.</summary>
    /// <exception cref="RefusedException">As <see cref="Edit"/>.</exception>
    [Alias("Preview"), Allow(Caller.Member, Permission.SettingsWrite, In = Modes.Readable), Repeatable]
    Task<SettingsPreview> Preview(SettingsEdit edit, CancellationToken cancellationToken = default);

    /// <summary>Puts a draft into the layer. The version that it makes tells which draft it was.</summary>
    /// <param name="edit">With the version on which it is made.</param>
    /// <param name="isApproved">Whether a second person agreed.</param>
    /// <exception cref="RefusedException">As <see cref="Edit"/>.</exception>
    [Alias("Apply"), Allow(Caller.System)]
    Task<SettingsLayer> Apply(SettingsEdit edit, SettingsDraftId draft, bool isApproved, CancellationToken cancellationToken = default);

    /// <summary>Makes a new version with the document of an earlier one.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>: no such version. <see cref="Refusal.Conflict"/>: its document was thinned away, or as <see cref="Edit"/>.
    /// <see cref="Refusal.Stale"/>.
    /// </exception>
    [Alias("Restore"), Allow(Caller.Member, Permission.SettingsWrite)]
    Task<SettingsLayer> Restore(long version, long? expectedVersion, string? reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Whether anything refers to the layer: a corporation of the industry, with the theme or on the plan, a stack that is registered, a member
    /// with the role or of that id. What nothing refers to changes nothing yet, and its name may be misspelt.
    /// </summary>
    [Alias("IsUsed"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<bool> IsUsed(CancellationToken cancellationToken = default);

    /// <summary>Takes the whole layer away, as when a provisioning is rolled back; its past stays. Without one it changes nothing.</summary>
    [Alias("Remove"), Allow(Caller.System, In = Modes.Any), Repeatable]
    Task Remove(CancellationToken cancellationToken = default);

    /// <summary>Versions, newest first.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("History"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<Page<SettingsVersion>> History(string? cursor, int? limit, CancellationToken cancellationToken = default);

    /// <summary>The layer as it was at a moment at least ten seconds ago, or <c>null</c> when nothing was set then.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: too late. <see cref="Refusal.Conflict"/>: thinned away.</exception>
    [Alias("AsOf"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<SettingsLayer?> AsOf(DateTimeOffset moment, CancellationToken cancellationToken = default);

    /// <summary>
    /// The version in which the layer came to say what it says at a path: in its document there, above or beneath, in its conditions and locks. Of
    /// the last <see cref="SettingsOrigin.MaxVersions"/> at most; <c>null</c> when there are none.
    /// </summary>
    /// <param name="version">Up to this version.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: no path.</exception>
    [Alias("Origin"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<SettingsOrigin?> Origin(string path, long version, CancellationToken cancellationToken = default);

    /// <summary>One version, or <c>null</c> when there is none or its document was thinned away.</summary>
    [Alias("Version"), Allow(Caller.Member, Permission.SettingsRead, In = Modes.Any), Repeatable]
    Task<SettingsLayer?> Version(long version, CancellationToken cancellationToken = default);
}

/// <summary>The only place that turns a <see cref="ProfileScope"/> into a grain.</summary>
public static class SettingsProfileGrainFactory
{
    public static ISettingsProfileGrain SettingsProfile(this IGrainFactory grains, ProfileScope scope) =>
        grains.GetGrain<ISettingsProfileGrain>(scope.GrainKey);
}
