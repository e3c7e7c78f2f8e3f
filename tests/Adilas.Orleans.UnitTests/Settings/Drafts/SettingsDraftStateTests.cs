using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.Settings.Drafts;

public sealed class SettingsDraftStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly CallerContext Ann = new(CallerKind.Person, "ann");
    private static readonly CallerContext Bob = new(CallerKind.Person, "bob");
    private static readonly CallerContext AnnByKey = new(CallerKind.Machine, "key:k1", OnBehalfOf: "ann");

    [Theory]
    [InlineData(SettingsEditKind.Merge, """{"b":{"c":null},"a":1.50}""", null)]
    [InlineData(SettingsEditKind.Replace, """{"a":{"password":"x"}}""", null)]
    [InlineData(SettingsEditKind.Value, "null", "a.b.c")]
    [InlineData(SettingsEditKind.Value, """{"d":[1,null]}""", "a")]
    public void The_change_comes_back_as_it_was_ordered(SettingsEditKind kind, string json, string? path)
    {
        var edit = Made(new(new SettingsEdit(kind, json, path, Reason: "why", Locks: ["b", "a"]))).ToDraft(ProfileScope.System, default).Edit;

        Assert.Equal((kind, path, "why"), (edit.Kind, edit.Path, edit.Reason));
        Assert.Equal(MergePatch.Value(json), MergePatch.Value(edit.Json));
        Assert.Equal(["a", "b"], edit.Locks!.Value);
        Assert.Null(edit.Conditions);
    }

    [Fact]
    public void No_locks_at_all_are_not_the_locks_that_are_there() =>
        Assert.Equal([], Made(new(Patch() with { Locks = [] })).ToDraft(ProfileScope.System, default).Edit.Locks!.Value);

    [Fact]
    public void Its_time_lies_ahead_and_not_too_far()
    {
        Assert.Equal("effective-at-past", Refused(() => Made(new(Patch(), Now))).Code);
        Assert.Equal("effective-at-far", Refused(() => Made(new(Patch(), Now.AddDays(367)))).Code);
        Assert.Equal(Now.AddDays(365), Made(new(Patch(), Now.AddDays(365).ToOffset(TimeSpan.FromHours(2)))).EffectiveAt);
    }

    [Fact]
    public void A_scheduled_change_waits_for_its_time_alone_unless_it_needs_consent()
    {
        var order = new SettingsDraftOrder(Patch(), Now.AddHours(1), IsScheduled: true);

        Assert.Equal((SettingsDraftPhase.Scheduled, Now.AddHours(1)), (Made(order).Phase, Made(order).DueAt));
        Assert.Equal((SettingsDraftPhase.Open, null), (Made(order, "prices.tax").Phase, Made(order, "prices.tax").DueAt));
        Assert.Equal(SettingsDraftPhase.Scheduled, Made(order, "prices.tax").Approve(Preview(3), null, Bob, Now).Phase);
    }

    [Fact]
    public void Another_approves_and_never_the_author_under_whichever_name()
    {
        var draft = Made(new(Patch()));

        Assert.Equal((Refusal.Forbidden, "approval-by-author"), KindOf(() => draft.Approve(Preview(3), null, Ann, Now)));
        Assert.Equal("approval-by-author", Refused(() => draft.Approve(Preview(3), null, AnnByKey, Now)).Code);
        Assert.Equal("approval-by-author", Refused(() => Made(new(Patch()), by: AnnByKey).Approve(Preview(3), null, Ann, Now)).Code);
        Assert.Equal("approval-by-author", Refused(() => Made(new(Patch()), by: AnnByKey).Approve(Preview(3), null, AnnByKey with { OnBehalfOf = "bob" }, Now)).Code);

        var approved = draft.Approve(Preview(3), null, Bob, Now);
        Assert.Equal((SettingsDraftPhase.Approved, "bob", Now), (approved.Phase, approved.ApprovedBy, approved.ApprovedAt));
        Assert.Same(approved, approved.Approve(Preview(3), null, new(CallerKind.Person, "cid"), Now.AddHours(1)));
    }

    [Fact]
    public void Consent_after_its_time_leaves_it_to_whoever_applies_it()
    {
        var late = Made(new(Patch(), Now.AddHours(1))).Approve(Preview(3), null, Bob, Now.AddHours(2));

        Assert.Equal((SettingsDraftPhase.Approved, null), (late.Phase, late.DueAt));
    }

    [Fact]
    public void Another_change_in_its_place_is_not_what_was_agreed_to()
    {
        var approved = Made(new(Patch())).Approve(Preview(3), null, Bob, Now) with { Version = 2 };
        var changed = approved.Change(new(Patch()), Preview(7), 2, Bob, Now.AddHours(1));

        Assert.Equal((SettingsDraftPhase.Open, false, "bob", 7), (changed.Phase, changed.IsApproved, changed.Author, changed.BasedOn));
        Assert.Equal((2, Now, Now.AddHours(1)), (changed.Version, changed.CreatedAt, changed.ChangedAt));
        Assert.Equal(Refusal.Stale, Refused(() => approved.Change(new(Patch()), Preview(7), 1, Bob, Now)).Refusal);
        Assert.Equal(Refusal.Stale, Refused(() => approved.Approve(Preview(3), 1, Bob, Now)).Refusal);
        Assert.Equal("approval-by-author", Refused(() => changed.Approve(Preview(7), null, Bob, Now)).Code);
    }

    [Fact]
    public void Only_what_replaces_the_layer_grows_stale_with_it()
    {
        var patch = Made(new(Patch()));
        var whole = Made(new(new SettingsEdit(SettingsEditKind.Replace, "{}")));

        Assert.Equal(9, patch.Begin(ProfileScope.System, Preview(9), Ann, Now).AppliesOn);
        Assert.Equal((Refusal.Conflict, "draft-stale"), KindOf(() => whole.Begin(ProfileScope.System, Preview(9), Ann, Now)));
        Assert.Equal("draft-stale", Refused(() => whole.Approve(Preview(9), null, Bob, Now)).Code);
        Assert.Equal(3, whole.Begin(ProfileScope.System, Preview(3), Ann, Now).AppliesOn);
    }

    public static TheoryData<SettingsEdit> Whole =>
    [
        Patch() with { Locks = [] }, Patch() with { Conditions = [] }, new SettingsEdit(SettingsEditKind.Value, """ {"b":1}""", "custom"),
    ];

    [Theory]
    [MemberData(nameof(Whole))]
    public void Parts_that_are_replaced_as_a_whole_grow_stale_as_well(SettingsEdit edit)
    {
        Assert.Equal("draft-stale", Refused(() => Made(new(edit)).Begin(ProfileScope.System, Preview(9), Ann, Now)).Code);
        Assert.Equal(3, Made(new(edit)).Begin(ProfileScope.System, Preview(3), Ann, Now).AppliesOn);
    }

    [Fact]
    public void What_became_more_than_the_second_person_saw_is_not_agreed_to()
    {
        var approved = Made(new(Patch()), "prices.tax").Approve(Preview(3, "prices.tax"), null, Bob, Now);

        Assert.Equal(9, approved.Begin(ProfileScope.System, Preview(9, "prices.tax"), Ann, Now).AppliesOn);
        Assert.Equal("approval-required", Refused(() => approved.Begin(ProfileScope.System, Preview(9, "prices.tax", "limits.users"), Ann, Now)).Code);
        Assert.Equal("approval-required", Refused(() => Made(new(Patch()), "prices.tax").Begin(ProfileScope.System, Preview(3, "prices.tax"), Ann, Now)).Code);
    }

    [Fact]
    public void What_was_agreed_to_for_a_time_is_not_hastened_by_its_author()
    {
        var approved = Made(new(Patch(), Now.AddHours(1)), "prices.tax").Approve(Preview(3, "prices.tax"), null, Bob, Now);

        Assert.Equal((Refusal.Forbidden, "apply-early-by-author"), KindOf(() => approved.Begin(ProfileScope.System, Preview(3, "prices.tax"), Ann, Now)));
        Assert.Equal(3, approved.Begin(ProfileScope.System, Preview(3, "prices.tax"), Bob, Now).AppliesOn);
        Assert.Equal(3, approved.Begin(ProfileScope.System, Preview(3, "prices.tax"), Ann, Now.AddHours(1)).AppliesOn);
    }

    [Fact]
    public void A_scheduled_change_stays_one_when_it_is_corrected_or_agreed_to_late()
    {
        var scheduled = Made(new(Patch(), Now.AddHours(1), IsScheduled: true));

        Assert.Equal(SettingsDraftPhase.Scheduled, scheduled.Change(new(Patch(), Now.AddHours(2)), Preview(3), null, Ann, Now).Phase);
        Assert.Equal(SettingsDraftPhase.Open, scheduled.Change(new(Patch()), Preview(3), null, Ann, Now).Phase);
        Assert.Equal(SettingsDraftPhase.Scheduled, scheduled.Approve(Preview(3), null, Bob, Now.AddHours(2)).Phase);
    }

    [Fact]
    public void What_is_under_way_is_pending_until_it_is_concluded()
    {
        var begun = Made(new(Patch())).Begin(ProfileScope.System, Preview(3), Bob, Now.AddMinutes(1));
        Assert.Equal(Now.AddMinutes(1), begun.DueAt);

        var applied = begun.Succeed(4, Now.AddMinutes(2));
        Assert.Equal((SettingsDraftPhase.Applied, 4, "bob", null), (applied.Phase, applied.AppliedVersion, applied.EndedBy, applied.DueAt));
        Assert.Equal("system@4", applied.ToDraft(ProfileScope.System, default).Token);
    }

    [Fact]
    public void A_refusal_fails_what_applies_itself_and_leaves_what_a_person_applied()
    {
        var why = new RefusedException(Refusal.Invalid, "setting-bounds", "Too large.");
        var scheduled = Made(new(Patch(), Now.AddHours(1), IsScheduled: true));

        var failed = scheduled.Begin(ProfileScope.System, Preview(3), by: null, Now).Fail(why, Now);
        Assert.Equal((SettingsDraftPhase.Failed, "Too large.", "setting-bounds", null), (failed.Phase, failed.Note, failed.NoteCode, failed.DueAt));
        Assert.Equal(SettingsDraftPhase.Scheduled, scheduled.Begin(ProfileScope.System, Preview(3), Bob, Now).Fail(why, Now).Phase);
        Assert.Equal(SettingsDraftPhase.Withdrawn, failed.Withdraw(null, Ann, Now).Phase);
        Assert.Equal(SettingsDraftPhase.Open, failed.Change(new(Patch()), Preview(3), null, Ann, Now).Phase);
    }

    [Fact]
    public void What_waits_for_a_mode_says_so_once_and_stays_due()
    {
        var why = new RefusedException(Refusal.Mode, "mode-frozen", "Frozen.");
        var waiting = Made(new(Patch(), Now.AddHours(1), IsScheduled: true)).Begin(ProfileScope.System, Preview(3), by: null, Now.AddHours(1)).Wait(why, Now.AddHours(1));

        Assert.Equal((SettingsDraftPhase.Scheduled, "Frozen.", Now.AddHours(1)), (waiting.Phase, waiting.Note, waiting.DueAt));
        Assert.Same(waiting, waiting.Wait(why, Now.AddHours(2)));
    }

    [Fact]
    public void The_end_is_the_end()
    {
        var rejected = Made(new(Patch())).Reject("no", null, Bob, Now);
        Assert.Equal((SettingsDraftPhase.Rejected, "no", "bob"), (rejected.Phase, rejected.Note, rejected.EndedBy));
        Assert.Same(rejected, rejected.Reject("never", 1, Ann, Now));

        foreach (var ended in new[] { rejected, Made(new(Patch())).Withdraw(null, Ann, Now), Made(new(Patch())).Begin(ProfileScope.System, Preview(3), Ann, Now).Succeed(4, Now) })
        {
            Assert.Equal((Refusal.Conflict, "draft-ended"), KindOf(() => ended.Approve(Preview(3), null, Bob, Now)));
            Assert.Equal("draft-ended", Refused(() => ended.Change(new(Patch()), Preview(3), null, Bob, Now)).Code);
            Assert.Equal("draft-ended", Refused(() => ended.CheckWaits(null)).Code);
        }

        Assert.Equal("draft-ended", Refused(() => rejected.Withdraw(null, Ann, Now)).Code);
    }

    [Theory]
    [InlineData(null, "reason-missing")]
    [InlineData("  ", "reason-missing")]
    [InlineData("501", "reason-too-long")]
    public void Whoever_rejects_says_why(string? reason, string code) =>
        Assert.Equal(code, Refused(() => Made(new(Patch())).Reject(reason is "501" ? new string('x', 501) : reason, null, Bob, Now)).Code);

    [Fact]
    public void Nothing_happens_to_what_is_not_there()
    {
        Assert.Equal(Refusal.NotFound, Refused(() => new SettingsDraftState().Approve(Preview(0), null, Bob, Now)).Refusal);
        Assert.Equal(Refusal.NotFound, Refused(() => new SettingsDraftState().Withdraw(null, Bob, Now)).Refusal);
        Assert.Equal("draft-exists", Refused(() => Made(new(Patch())).Open(new(Patch()), Preview(3), Bob, Now)).Code);
    }

    [Fact]
    public void A_whole_layer_is_replaced_at_a_time_by_one_who_has_read_it()
    {
        var whole = new SettingsEdit(SettingsEditKind.Replace, "{}");

        Assert.Equal(Refusal.VersionRequired, Refused(() => Made(new(whole, Now.AddHours(1), IsScheduled: true))).Refusal);
        Assert.Equal(SettingsDraftPhase.Scheduled, Made(new(whole with { ExpectedVersion = 3 }, Now.AddHours(1), IsScheduled: true)).Phase);
    }

    [Fact]
    public void Names_of_drafts_stand_in_the_order_of_their_times()
    {
        var names = Enumerable.Range(0, 100).Select(second => SettingsDraftId.Make(Now.AddSeconds(second)).Value).ToList();

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(names, name => Assert.True(SettingsDraftId.TryParse(name, out _)));
        Assert.NotEqual(SettingsDraftId.Make(Now), SettingsDraftId.Make(Now));
    }

    [Theory]
    [InlineData("system")]
    [InlineData("corporation:acme")]
    [InlineData("role:acme:clerk")]
    [InlineData("industry:retail")]
    [InlineData("person:u1")]
    public void Keys_of_drafts_lead_back_to_their_layer(string text)
    {
        Assert.True(ProfileScope.TryParse(text, out var scope));

        Assert.Equal((scope, SettingsDraftId.Parse("x1")), SettingsDraftGrainFactory.ReadDraftKey($"{scope.GrainKey}/draft/x1"));
        Assert.Equal(scope, SettingsDraftGrainFactory.ReadDraftsKey($"{scope.GrainKey}/drafts"));
        Assert.Throws<FormatException>(() => SettingsDraftGrainFactory.ReadDraftKey(scope.GrainKey));
        Assert.Throws<FormatException>(() => SettingsDraftGrainFactory.ReadDraftsKey(scope.GrainKey));
    }

    private static SettingsEdit Patch() => new(SettingsEditKind.Merge, """{"custom":{"a":1}}""");

    private static SettingsPreview Preview(long version, params string[] needsApproval) =>
        new([], new SettingsLayer("system", version, SettingsDocument.Empty, Now, "u1", null)) { NeedsApproval = [.. needsApproval] };

    private static SettingsDraftState Made(SettingsDraftOrder order, string? needsApproval = null, CallerContext? by = null) =>
        new SettingsDraftState().Open(order, needsApproval is null ? Preview(3) : Preview(3, needsApproval), by ?? Ann, Now);

    private static (Refusal, string) KindOf(Func<object> act) => (Refused(act).Refusal, Refused(act).Code);

    private static RefusedException Refused(Func<object> act) => Assert.Throws<RefusedException>(() => { act(); });

    private static RefusedException Refused(Action act) => Assert.Throws<RefusedException>(act);
}
