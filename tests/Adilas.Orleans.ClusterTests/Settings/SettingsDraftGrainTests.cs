using System.Collections.Concurrent;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Settings.Drafts;

public sealed class SettingsDraftGrainTests(ClusterFixture cluster) : IAsyncLifetime
{
    private static readonly CallerContext Ann = ClusterFixture.Operator with { Actor = "ann" };
    private static readonly CallerContext Bob = ClusterFixture.Operator with { Actor = "bob" };

    private readonly CorporationId corporation = ClusterFixture.NewCorporation();

    private ProfileScope Scope => ProfileScope.Of(corporation);

    private ISettingsProfileGrain Layer => cluster.Grains.SettingsProfile(Scope);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await cluster.Register(corporation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Nobody_writes_at_once_what_needs_a_second_person()
    {
        foreach (var edit in new[] { Tax(19), new SettingsEdit(SettingsEditKind.Value, "19", "prices.tax"), Tax(19) with { Kind = SettingsEditKind.Replace } })
        {
            As(Ann);
            var refused = await Assert.ThrowsAsync<RefusedException>(() => Layer.Edit(edit, Cancelled));
            Assert.Equal((Refusal.Conflict, "approval-required", "prices.tax"), (refused.Refusal, refused.Code, refused.Field));
        }

        As(Ann);
        Assert.Equal(["prices.tax"], (await Layer.Preview(Tax(19), Cancelled)).NeedsApproval);
        Assert.Null(await Layer.Find(Cancelled));

        ClusterFixture.AsSystem(corporation);
        await Layer.Edit(Tax(7), Cancelled);
        As(Ann);
        await Layer.Edit(new SettingsEdit(SettingsEditKind.Merge, """{"prices":{"tax":7,"decimals":3}}"""), Cancelled);
    }

    [Fact]
    public async Task An_earlier_version_comes_back_only_with_consent_when_that_changes_what_needs_it()
    {
        ClusterFixture.AsSystem(corporation);
        await Layer.Edit(Tax(7), Cancelled);
        await Layer.Edit(Tax(8), Cancelled);

        As(Ann);
        Assert.Equal("approval-required", (await Assert.ThrowsAsync<RefusedException>(() => Layer.Restore(1, null, null, Cancelled))).Code);
        Assert.Equal(2, (await Layer.Restore(2, null, null, Cancelled)).Version);
    }

    [Fact]
    public async Task A_draft_is_approved_by_another_and_applied_under_its_authors_name()
    {
        var (draft, made) = await Make(Ann, new(Tax(19) with { Reason = "the new rate" }));
        Assert.Equal((SettingsDraftPhase.Open, "ann"), (made.Phase, made.Author));
        Assert.Equal(["prices.tax"], made.NeedsApproval);

        Assert.Equal("approval-required", (await Refused(Bob, () => draft.Apply(null, Cancelled))).Code);
        Assert.Equal("approval-by-author", (await Refused(Ann, () => draft.Approve(null, Cancelled))).Code);
        As(Bob);
        Assert.Equal(SettingsDraftPhase.Approved, (await draft.Approve(null, Cancelled)).Phase);

        As(Ann);
        var applied = await draft.Apply(null, Cancelled);
        Assert.Equal((SettingsDraftPhase.Applied, $"corporation:{corporation}@1", "ann"), (applied.Phase, applied.Token, applied.EndedBy));
        var layer = await Layer.Find(Cancelled);
        Assert.Equal(("ann", "the new rate", made.Id), (layer?.Actor, layer?.Reason, layer?.Draft));
        var version = Assert.Single((await Layer.History(null, null, Cancelled)).Items);
        Assert.Equal((SystemActors.Drafts, "ann"), (version.Actor, version.OnBehalfOf));
    }

    [Fact]
    public async Task Nobody_makes_a_draft_past_the_list_that_bounds_them()
    {
        var id = SettingsDraftId.Parse("0mine");
        var refused = await Refused(Ann, () => cluster.Grains.SettingsDraft(Scope, id).Open(new(Tax(19)), Cancelled));

        Assert.Equal((Refusal.Forbidden, "not-through"), (refused.Refusal, refused.Code));
        Assert.Null(await cluster.Grains.SettingsDraft(Scope, id).Find(Cancelled));
    }

    [Fact]
    public async Task Of_two_who_approve_at_once_one_is_noted_and_both_are_content()
    {
        var (draft, _) = await Make(Ann, new(Tax(19)));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() =>
        {
            As(Bob with { Actor = $"bob{number}" });
            return draft.Approve(null, Cancelled);
        })));

        Assert.Single(answers.Select(answer => (answer.ApprovedBy, answer.Version)).Distinct());
    }

    [Fact]
    public async Task Applied_by_many_at_once_it_is_applied_once()
    {
        var (draft, _) = await Make(Ann, new(Custom(1)));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            As(Bob);
            return draft.Apply(null, Cancelled);
        })));

        Assert.All(answers, answer => Assert.Equal($"corporation:{corporation}@1", answer.Token));
        As(Ann);
        Assert.Equal(1, (await Layer.Find(Cancelled))?.Version);
    }

    [Fact]
    public async Task A_patch_goes_over_what_others_changed_since_and_a_whole_document_does_not()
    {
        As(Ann);
        await Layer.Edit(Custom(1), Cancelled);
        var (patch, _) = await Make(Ann, new(new SettingsEdit(SettingsEditKind.Merge, """{"custom":{"b":2}}""")));
        var (whole, _) = await Make(Ann, new(new SettingsEdit(SettingsEditKind.Replace, """{"custom":{"c":3}}""")));
        As(Bob);
        await Layer.Edit(Custom(7), Cancelled);

        As(Bob);
        Assert.Equal("draft-stale", (await whole.Check(Cancelled))?.ProblemCode);
        Assert.Equal((Refusal.Conflict, "draft-stale"), KindOf(await Refused(Bob, () => whole.Approve(null, Cancelled))));
        Assert.Equal((Refusal.Conflict, "draft-stale"), KindOf(await Refused(Bob, () => whole.Apply(null, Cancelled))));
        As(Bob);
        Assert.Equal(SettingsDraftPhase.Open, (await whole.Find(Cancelled))?.Phase);
        Assert.Equal(["custom.b"], (await patch.Check(Cancelled))!.Preview!.Changes.Select(change => change.Path));
        await patch.Approve(null, Cancelled);
        await patch.Apply(null, Cancelled);

        As(Bob);
        Assert.Equal("""{"custom":{"a":7,"b":2}}""", (await Layer.Find(Cancelled))?.Document.Json);
    }

    [Fact]
    public async Task What_the_layer_would_refuse_is_no_draft()
    {
        foreach (var (edit, code) in new[]
        {
            (new SettingsEdit(SettingsEditKind.Merge, """{"images":{"width":"wide"}}"""), "setting-type"),
            (new SettingsEdit(SettingsEditKind.Merge, "[]"), "document-not-object"),
            (new SettingsEdit(SettingsEditKind.Merge, "{"), "document-not-json"),
            (new SettingsEdit(SettingsEditKind.Value, "1", ".."), "path-malformed"),
            (new SettingsEdit(SettingsEditKind.Merge, "{}", ExpectedVersion: 5), "version-stale"),
        })
        {
            Assert.Equal(code, (await Refused(Ann, () => cluster.Grains.SettingsDrafts(Scope).Make(new(edit), Cancelled))).Code);
        }

        As(Ann);
        Assert.Empty((await cluster.Grains.SettingsDrafts(Scope).List(null, null, null, Cancelled)).Items);
    }

    [Fact]
    public async Task Only_so_many_wait_however_many_are_made_at_once()
    {
        // One grain makes them one after another: so many at once that they race, and not so many that the last ones are given up.
        var answers = new ConcurrentBag<string>();
        var several = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancelled };
        await Parallel.ForEachAsync(Enumerable.Range(0, SettingsDraft.MaxWaiting + 20), several, async (number, cancelled) =>
        {
            As(Ann);
            try
            {
                answers.Add((await cluster.Grains.SettingsDrafts(Scope).Make(new(Custom(number)), cancelled)).Id.Value);
            }
            catch (RefusedException refused)
            {
                answers.Add(refused.Code);
            }
        });
        Assert.Equal(20, answers.Count(answer => answer is "drafts-too-many"));

        As(Ann);
        await cluster.Grains.SettingsDraft(Scope, SettingsDraftId.Parse(answers.First(answer => answer is not "drafts-too-many"))).Withdraw(null, Cancelled);
        As(Ann);
        await cluster.Grains.SettingsDrafts(Scope).Make(new(Custom(0)), Cancelled);
    }

    [Fact]
    public async Task At_its_time_a_scheduled_change_is_made_without_anybody_calling()
    {
        var due = DateTimeOffset.UtcNow.AddSeconds(4);
        var (draft, made) = await Make(Ann, new(Custom(1) with { Reason = "as planned" }, due, IsScheduled: true));
        Assert.Equal(SettingsDraftPhase.Scheduled, made.Phase);
        As(Ann);
        Assert.Null(await Layer.Find(Cancelled));

        var applied = await Until(draft, SettingsDraftPhase.Applied);

        Assert.InRange(applied.ChangedAt - due, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        As(Ann);
        var layer = await Layer.Find(Cancelled);
        Assert.Equal((1, "ann", "as planned", made.Id), (layer!.Version, layer.Actor, layer.Reason, layer.Draft));
        Assert.Null(applied.EndedBy);
    }

    [Fact]
    public async Task A_scheduled_change_that_needs_consent_waits_for_it_and_then_for_its_time()
    {
        var due = DateTimeOffset.UtcNow.AddSeconds(4);
        var (draft, made) = await Make(Ann, new(Tax(19), due, IsScheduled: true));
        Assert.Equal(SettingsDraftPhase.Open, made.Phase);

        As(Bob);
        Assert.Equal(SettingsDraftPhase.Scheduled, (await draft.Approve(made.Version, Cancelled)).Phase);
        await Until(draft, SettingsDraftPhase.Applied);
    }

    [Fact]
    public async Task Withdrawn_before_its_time_it_is_not_made()
    {
        var (draft, _) = await Make(Ann, new(Custom(1), DateTimeOffset.UtcNow.AddSeconds(4), IsScheduled: true));
        As(Bob);
        await draft.Withdraw(null, Cancelled);
        var (later, _) = await Make(Ann, new(new SettingsEdit(SettingsEditKind.Merge, """{"custom":{"b":2}}"""), DateTimeOffset.UtcNow.AddSeconds(5), IsScheduled: true));

        await Until(later, SettingsDraftPhase.Applied);

        As(Ann);
        Assert.Equal("""{"custom":{"b":2}}""", (await Layer.Find(Cancelled))?.Document.Json);
    }

    [Fact]
    public async Task What_came_due_while_the_corporation_was_frozen_is_made_when_it_is_not_any_more()
    {
        var (draft, _) = await Make(Ann, new(Custom(1), DateTimeOffset.UtcNow.AddSeconds(4), IsScheduled: true));
        await SetMode(CorporationMode.Frozen);

        var waiting = await ClusterFixture.Until(() => Find(draft), found => found.NoteCode is not null, "to say what it waits for");
        Assert.Equal((SettingsDraftPhase.Scheduled, "mode-frozen"), (waiting.Phase, waiting.NoteCode));

        await SetMode(CorporationMode.Live);
        ClusterFixture.AsSystem(null);
        await cluster.Grains.SettingsSchedule().Wake(Cancelled);
        Assert.Null((await Until(draft, SettingsDraftPhase.Applied)).NoteCode);
    }

    [Fact]
    public async Task What_the_layer_does_not_take_at_its_time_has_failed_with_a_reason()
    {
        var whole = new SettingsEdit(SettingsEditKind.Replace, """{"custom":{"a":1}}""", ExpectedVersion: 0);
        var (draft, _) = await Make(Ann, new(whole, DateTimeOffset.UtcNow.AddSeconds(5), IsScheduled: true));
        As(Bob);
        await Layer.Edit(Custom(7), Cancelled);

        var failed = await Until(draft, SettingsDraftPhase.Failed);
        Assert.Equal("draft-stale", failed.NoteCode);

        As(Ann);
        var changed = await draft.Change(new(whole with { ExpectedVersion = 1 }), failed.Version, Cancelled);
        As(Ann);
        Assert.Equal((SettingsDraftPhase.Open, $"corporation:{corporation}@2"), (changed.Phase, (await draft.Apply(changed.Version, Cancelled)).Token));
    }

    [Fact]
    public async Task The_same_order_under_one_operation_is_one_draft()
    {
        var operation = new OperationKey($"draft-{corporation}", new string('a', 64));
        var made = new List<SettingsDraft>();
        for (var time = 0; time < 2; time++)
        {
            As(Ann);
            RequestContext.Set(OperationKey.Header, operation.ToString());
            made.Add(await cluster.Grains.SettingsDrafts(Scope).Make(new(Custom(1)), Cancelled));
        }

        Assert.Equal(made[0].Id, made[1].Id);
        As(Ann);
        Assert.Single((await cluster.Grains.SettingsDrafts(Scope).List(null, null, null, Cancelled)).Items);
    }

    private static SettingsEdit Tax(int percent) => new(SettingsEditKind.Merge, $$$"""{"prices":{"tax":{{{percent}}}}}""");

    private static SettingsEdit Custom(int value) => new(SettingsEditKind.Merge, $$$"""{"custom":{"a":{{{value}}}}}""");

    private static void As(CallerContext caller) => ClusterFixture.As(caller);

    private static (Refusal, string) KindOf(RefusedException refused) => (refused.Refusal, refused.Code);

    private static Task<RefusedException> Refused(CallerContext caller, Func<Task> act)
    {
        As(caller);
        return Assert.ThrowsAsync<RefusedException>(act);
    }

    private static async Task<SettingsDraft> Find(ISettingsDraftGrain draft)
    {
        As(Ann);
        return (await draft.Find(Cancelled))!;
    }

    private static Task<SettingsDraft> Until(ISettingsDraftGrain draft, SettingsDraftPhase phase) =>
        ClusterFixture.Until(() => Find(draft), found => found.Phase == phase, $"the draft to be {phase}");

    private async Task<(ISettingsDraftGrain Grain, SettingsDraft Draft)> Make(CallerContext by, SettingsDraftOrder order)
    {
        As(by);
        var made = await cluster.Grains.SettingsDrafts(Scope).Make(order, Cancelled);
        return (cluster.Grains.SettingsDraft(Scope, made.Id), made);
    }

    private Task<Corporation> SetMode(CorporationMode mode)
    {
        As(Ann);
        return cluster.Grains.Corporation(corporation).SetMode(mode, "test", Cancelled);
    }
}
