namespace Adilas.Corporations;

/// <summary>Where the pages about corporations are.</summary>
internal static class CorporationAddress
{
    public const string List = "/operate/corporations";

    // No id holds a ~, so this can never be a corporation.
    public const string New = $"{List}/~new";

    public const string Provisioning = "provisioning";
    public const string History = "history";
    public const string Settings = "settings";
    public const string Work = "work";
    public const string Schedules = "schedules";
    public const string Webhooks = "webhooks";

    public static string Of(CorporationId id, string? tab = null) => tab is null ? $"{List}/{id}" : $"{List}/{id}/{tab}";
}
