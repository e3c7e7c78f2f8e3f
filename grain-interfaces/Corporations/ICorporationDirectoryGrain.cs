using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Paging;
using Adilas.Provisioning;
using Adilas.Refusals;
using Adilas.Settings;

namespace Adilas.Corporations;

/// <summary>Finds corporations across the platform. Reach it with <c>grains.CorporationDirectory()</c>; any silo answers.</summary>
[GrainInterfaceType("adilas.ICorporationDirectoryGrain"), Alias("adilas.ICorporationDirectoryGrain"), Subject(Subject.Platform)]
public interface ICorporationDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Corporations in the order of their ids, including every change that was acknowledged before the call.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor, limit or text.</exception>
    [Alias("Search"), Allow(Caller.Operator, Permission.CorporationsRead), Repeatable]
    Task<Page<CorporationSummary>> Search(CorporationQuery query, CancellationToken cancellationToken = default);

    /// <summary>Provisionings that are neither ready nor undone, in the order of their corporations' ids.</summary>
    /// <param name="state">Only those that are running, failed or rolling back; <c>null</c> for all of them.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("Unfinished"), Allow(Caller.Operator, Permission.CorporationsRead), Repeatable]
    Task<Page<UnfinishedProvisioning>> Unfinished(
        ProvisioningPhase? state, string? cursor, int? limit, CancellationToken cancellationToken = default);

    /// <summary>Every recipe that corporations can be ordered by, in the order of names.</summary>
    [Alias("Recipes"), Allow(Caller.Operator, Permission.CorporationsRead), Repeatable]
    Task<ImmutableArray<RecipeSummary>> Recipes(CancellationToken cancellationToken = default);

    /// <summary>To how many corporations a layer of settings applies.</summary>
    /// <param name="scope">As written in URLs; see <see cref="ProfileScope"/>.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: not a scope.</exception>
    [Alias("CountOf"), Allow(Caller.Operator, Permission.SettingsRead), Repeatable]
    Task<long> CountOf(string scope, CancellationToken cancellationToken = default);
}
