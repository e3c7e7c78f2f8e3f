using Adilas.Refusals;

namespace Adilas.Settings;

public sealed class SettingsApprovalTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly SettingsProfileState Stored = Edited(
        new SettingsProfileState(), new SettingsEdit(SettingsEditKind.Replace, """{"prices":{"tax":7,"decimals":2},"custom":{"prices":{"tax":1}}}""")) with
    { Version = 1 };

    [Theory]
    [InlineData("""{"prices":{"tax":19}}""", "prices.tax")]
    [InlineData("""{"prices":{"tax":7.0}}""", "prices.tax")]
    [InlineData("""{"prices":{"tax":null}}""", "prices.tax")]
    [InlineData("""{"prices":null}""", "prices.tax")]
    [InlineData("""{"work":{"approval":["refund"]},"support":{"access":"never"}}""", "support.access,work.approval")]
    [InlineData("""{"prices":{"tax":7}}""", "")]
    [InlineData("""{"prices":{"decimals":3}}""", "")]
    [InlineData("""{"custom":{"prices":{"tax":9}}}""", "")]
    public void A_patch_needs_it_for_what_changes(string patch, string paths) =>
        Assert.Equal(paths, Paths(new SettingsEdit(SettingsEditKind.Merge, patch)));

    [Theory]
    [InlineData("prices", "null", "prices,prices.tax")]
    [InlineData("prices", """{"decimals":2,"tax":7}""", "")]
    [InlineData("prices", "{}", "prices.tax")]
    [InlineData("support", "null", "support")]
    [InlineData("support", "{}", "")]
    public void Whoever_sets_or_masks_what_stands_above_changes_what_stands_beneath(string path, string json, string paths) =>
        Assert.Equal(paths, Paths(new SettingsEdit(SettingsEditKind.Value, json, path)));

    [Theory]
    [InlineData("prices.tax", "prices.tax")]
    [InlineData("prices", "prices")]
    [InlineData("prices.decimals", "")]
    public void Locks_and_conditions_change_what_holds(string path, string paths)
    {
        var patch = new SettingsEdit(SettingsEditKind.Merge, "{}");
        var (locks, value) = (patch with { Locks = [path] }, path is "prices" ? """{"decimals":1}""" : "1");

        Assert.Equal(paths, Paths(locks));
        Assert.Equal(paths, Paths(patch with { Conditions = [new SettingsCondition(path, value, Share: 0.5)] }));

        var locked = Edited(Stored, locks);
        Assert.Equal(paths, string.Join(',', SettingsApproval.Paths(locked, Edited(locked, patch with { Locks = [] }))));
    }

    [Fact]
    public void The_refusal_names_path_and_layer_and_says_what_to_do()
    {
        var refused = Assert.Throws<RefusedException>(() => SettingsApproval.Check(ProfileScope.System, ["prices.tax"]));

        Assert.Equal((Refusal.Conflict, "approval-required", "prices.tax"), (refused.Refusal, refused.Code, refused.Field));
        Assert.Contains("layer system", refused.Message, StringComparison.Ordinal);
        Assert.Contains("POST /settings/system/drafts", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_tells_its_draft_and_the_next_one_does_not()
    {
        var applied = Stored.Apply(LayerKind.System, new SettingsEdit(SettingsEditKind.Merge, """{"custom":{"a":1}}"""), Drafts.SettingsDraftId.Parse("x1"), "u1", Now);
        Assert.Equal("x1", applied.Draft?.Value);

        Assert.Null(Edited(applied, new SettingsEdit(SettingsEditKind.Merge, """{"custom":{"a":2}}""")).Draft);
        Assert.Null(applied.Remove("u1", Now).Draft);
        Assert.Null(applied.Restore(LayerKind.System, Stored, null, null, "u1", Now).Draft);
        Assert.Same(applied, applied.Apply(LayerKind.System, new SettingsEdit(SettingsEditKind.Merge, """{"custom":{"a":1}}"""), Drafts.SettingsDraftId.Parse("x2"), "u1", Now));
    }

    private static string Paths(SettingsEdit edit) => string.Join(',', SettingsApproval.Paths(Stored, Edited(Stored, edit)));

    private static SettingsProfileState Edited(SettingsProfileState state, SettingsEdit edit) => state.Edit(LayerKind.System, edit, "u1", Now);
}
