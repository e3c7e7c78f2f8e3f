using Adilas.Access;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Settings.Drafts;

/// <summary>What people and programs do with drafts of layers, for endpoints and pages alike.</summary>
internal sealed class SettingsDraftService(
    IGrainFactory grains, Boundary boundary, CallerAccessor callers, ProfileService profiles, SettingsReach reach)
{
    /// <param name="precondition">About the layer.</param>
    public async Task<SettingsDraft> Make(
        ProfileScope scope, SettingsDraftOrder order, Precondition precondition, OperationKey? operation, CancellationToken cancellationToken)
    {
        boundary.Enter(scope);
        var expected = await Version(precondition, async () => (await grains.SettingsProfile(scope).Find(cancellationToken))?.Version);
        var onVersion = order with { Edit = order.Edit with { ExpectedVersion = expected } };
        return await callers.As(operation, () => grains.SettingsDrafts(scope).Make(onVersion, cancellationToken));
    }

    public async Task<Page<SettingsDraftSummary>> List(
        ProfileScope scope, SettingsDraftPhase? phase, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        boundary.Enter(scope);
        return await grains.SettingsDrafts(scope).List(phase, cursor, limit, cancellationToken);
    }

    /// <summary>Of every layer that the caller may see: within a corporation those of its own.</summary>
    public Task<Page<SettingsDraftSummary>> ListAcross(
        SettingsDraftPhase? phase, bool waitsForApproval, string? cursor, int? limit, CancellationToken cancellationToken) =>
        grains.SettingsOverview(boundary.Own).ListDrafts(phase, waitsForApproval, cursor, limit, cancellationToken);

    public async Task<SettingsDraftReview> Get(ProfileScope scope, SettingsDraftId id, CancellationToken cancellationToken)
    {
        boundary.Enter(scope);
        var check = await grains.SettingsDraft(scope, id).Check(cancellationToken) ?? throw Unknown();
        var isOwn = callers.Current is { } caller && check.Draft.IsBy(caller);
        if (check.Preview is not { } preview) return new SettingsDraftReview(check, null, null, isOwn);

        var changes = await profiles.Changes(scope, preview, cancellationToken);
        return new SettingsDraftReview(check, changes, await reach.Of(scope, cancellationToken), isOwn);
    }

    /// <param name="precondition">About the draft, as in all that follow.</param>
    public Task<SettingsDraft> Change(
        ProfileScope scope, SettingsDraftId id, SettingsDraftOrder order, Precondition precondition, OperationKey? operation,
        CancellationToken cancellationToken) =>
        Write(scope, id, precondition, operation, (draft, version) => draft.Change(order, version, cancellationToken), cancellationToken);

    public Task<SettingsDraft> Approve(
        ProfileScope scope, SettingsDraftId id, Precondition precondition, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(scope, id, precondition, operation, (draft, version) => draft.Approve(version, cancellationToken), cancellationToken);

    public Task<SettingsDraft> Reject(
        ProfileScope scope, SettingsDraftId id, string reason, Precondition precondition, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(scope, id, precondition, operation, (draft, version) => draft.Reject(reason, version, cancellationToken), cancellationToken);

    public Task<SettingsDraft> Apply(
        ProfileScope scope, SettingsDraftId id, Precondition precondition, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(scope, id, precondition, operation, (draft, version) => draft.Apply(version, cancellationToken), cancellationToken);

    public Task<SettingsDraft> Withdraw(
        ProfileScope scope, SettingsDraftId id, Precondition precondition, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(scope, id, precondition, operation, (draft, version) => draft.Withdraw(version, cancellationToken), cancellationToken);

    private async Task<SettingsDraft> Write(
        ProfileScope scope, SettingsDraftId id, Precondition precondition, OperationKey? operation,
        Func<ISettingsDraftGrain, long?, Task<SettingsDraft>> write, CancellationToken cancellationToken)
    {
        boundary.Enter(scope);
        var draft = grains.SettingsDraft(scope, id);
        var expected = await Version(precondition, async () => (await draft.Find(cancellationToken) ?? throw Unknown()).Version);
        return await callers.As(operation, () => write(draft, expected));
    }

    /// <summary>For <c>If-Match: *</c> the version that is there, whichever.</summary>
    private static async Task<long?> Version(Precondition precondition, Func<Task<long?>> read) => precondition.IsAny
        ? await read() ?? throw new RefusedException(Refusal.Stale, "version-stale", "Nothing was ever set in this layer.", Precondition.IfMatch)
        : precondition.Version;

    private static RefusedException Unknown() => new(Refusal.NotFound, "draft-unknown", "There is no such draft.", "id");
}

/// <summary>A draft and what it would change now.</summary>
/// <param name="Changes">As <see cref="ProfileService.Changes"/>; <c>null</c> when it has ended or would be refused.</param>
/// <param name="Corporations">How many corporations the layer reaches; <c>null</c> when the caller may not know.</param>
/// <param name="IsOwn">Whether the caller is its author, who cannot approve it.</param>
internal sealed record SettingsDraftReview(SettingsDraftCheck Check, IReadOnlyList<ValueChange>? Changes, long? Corporations, bool IsOwn);
