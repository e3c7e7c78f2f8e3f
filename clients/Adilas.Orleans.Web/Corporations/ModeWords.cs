using System.Text.Json;

namespace Adilas.Corporations;

/// <summary>The modes in words for people, and in the text that addresses and the HTTP API use.</summary>
internal static class ModeWords
{
    /// <summary>What an operator can choose; a corporation is closed by closing it.</summary>
    public static IReadOnlyList<CorporationMode> Choices { get; } =
        [CorporationMode.Live, CorporationMode.ReadOnly, CorporationMode.Frozen, CorporationMode.Archived];

    public static string Name(CorporationMode mode) => mode switch
    {
        CorporationMode.Live => "Live",
        CorporationMode.ReadOnly => "Read-only",
        CorporationMode.Frozen => "Frozen",
        CorporationMode.Archived => "Archived",
        CorporationMode.Closed => "Closed",
    };

    public static string Meaning(CorporationMode mode) => mode switch
    {
        CorporationMode.Live => "Its people work as usual.",
        CorporationMode.ReadOnly => "Its people may look; nobody may change anything.",
        CorporationMode.Frozen => "It stands still: readable, no changes, schedules held.",
        CorporationMode.Archived => "It is put away: its people cannot even read it until it is brought back.",
        CorporationMode.Closed => "Its people are shut out; it can be restored until it is purged.",
    };

    public static string Icon(CorporationMode mode) => mode switch
    {
        CorporationMode.Live => "live",
        CorporationMode.ReadOnly => "lock",
        CorporationMode.Frozen => "frozen",
        CorporationMode.Archived => "archive",
        CorporationMode.Closed => "closed",
    };

    public static string Tone(CorporationMode mode) => mode switch
    {
        CorporationMode.Live => "good",
        CorporationMode.ReadOnly => "warn",
        CorporationMode.Frozen => "info",
        CorporationMode.Archived => "",
        CorporationMode.Closed => "bad",
    };

    public static string Text(CorporationMode mode) => JsonNamingPolicy.CamelCase.ConvertName(mode.ToString());

    public static CorporationMode? Parse(string? text) =>
        Enum.GetValues<CorporationMode>().Where(mode => Text(mode) == text).Cast<CorporationMode?>().FirstOrDefault();
}
