using System.CommandLine;
using Adilas.Settings.Drafts;

namespace Adilas.Settings;

/// <summary><c>adilas settings …</c></summary>
internal static class SettingsCommands
{
    public static Command Create() => new("settings", "Settings, what holds, why, and one layer at a time: read, change, look back.")
    {
        ProfileCommands.Profile(),
        ProfileCommands.Explain(),
        LayersCommand.Create(),
        ReadCommands.Get(),
        PutCommand.Create(),
        PatchCommand.Create(),
        SetCommand.Create(),
        EditCommand.Create(),
        LockCommands.Lock(),
        LockCommands.Unlock(),
        ConditionCommands.Create(),
        ReadCommands.History(),
        ReadCommands.Version(),
        DiffCommand.Create(),
        DriftCommand.Create(),
        RestoreCommand.Create(),
        DraftCommands.Create(),
        TransferCommands.Export(),
        TransferCommands.Import(),
        CatalogueCommand.Create(),
        ValidateCommand.Create(),
    };
}
