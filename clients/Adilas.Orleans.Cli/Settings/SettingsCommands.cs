using System.CommandLine;

namespace Adilas.Settings;

/// <summary><c>adilas settings …</c></summary>
internal static class SettingsCommands
{
    public static Command Create() => new("settings", "Settings, one layer at a time: read, change, look back.")
    {
        ReadCommands.Get(),
        PutCommand.Create(),
        PatchCommand.Create(),
        SetCommand.Create(),
        ReadCommands.History(),
        ReadCommands.Version(),
        RestoreCommand.Create(),
        CatalogueCommand.Create(),
        ValidateCommand.Create(),
    };
}
