using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

public sealed class SettingsApprovalTests
{
    private static readonly string Sensitive = SettingsCatalogue.Current.Entries.First(entry => entry.NeedsApproval && !entry.HasWildcard).Path;

    [Fact]
    public void The_order_of_conditions_counts_because_the_last_holds()
    {
        var (low, high) = (new SettingsCondition(Sensitive, "1"), new SettingsCondition(Sensitive, "2"));
        var before = With(low, high);

        Assert.Equal([Sensitive], SettingsApproval.Paths(before, With(high, low)));
        Assert.Equal([Sensitive], SettingsApproval.Paths(before, With(low, high, low)));
        Assert.Equal([Sensitive], SettingsApproval.Paths(before, With(low)));
        Assert.Empty(SettingsApproval.Paths(before, With(low, new SettingsCondition("custom.a", "1"), high)));
    }

    private static SettingsProfileState With(params SettingsCondition[] conditions) => new() { Document = SettingsDocument.Empty, Conditions = conditions };
}
