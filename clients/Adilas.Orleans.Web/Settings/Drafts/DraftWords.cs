namespace Adilas.Settings.Drafts;

/// <summary>What pages say of a draft's state.</summary>
internal static class DraftWords
{
    public static string Name(SettingsDraftPhase phase) => phase switch
    {
        SettingsDraftPhase.Open => "Open",
        SettingsDraftPhase.Approved => "Approved",
        SettingsDraftPhase.Scheduled => "Scheduled",
        SettingsDraftPhase.Applied => "Applied",
        SettingsDraftPhase.Rejected => "Rejected",
        SettingsDraftPhase.Failed => "Failed",
        SettingsDraftPhase.Withdrawn => "Withdrawn",
    };

    public static string Tone(SettingsDraftPhase phase) => phase switch
    {
        SettingsDraftPhase.Open or SettingsDraftPhase.Scheduled => "info",
        SettingsDraftPhase.Approved or SettingsDraftPhase.Applied => "good",
        SettingsDraftPhase.Failed => "bad",
        SettingsDraftPhase.Rejected => "warn",
        SettingsDraftPhase.Withdrawn => "",
    };
}
