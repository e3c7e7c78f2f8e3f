using System.CommandLine;
using Adilas.Corporations.Import;
using Adilas.Http;

namespace Adilas.Corporations;

/// <summary><c>adilas corporation …</c></summary>
internal static class CorporationCommands
{
    public static Command Create() => new("corporation", "Corporations: create, find, change, import.")
    {
        Aliases = { "corporations" },
        Subcommands =
        {
            CreateCommand.Create(),
            ImportCommand.Create(),
            ListCommand.Create(),
            ShowCommand.Create(),
            ChangeCommands.Rename(),
            ChangeCommands.Change(),
            ModeCommands.Mode(),
            ModeCommands.Close(),
            ModeCommands.Restore(),
            HistoryCommand.Create(),
            ProvisioningCommands.Create(),
        },
    };

    public static Argument<string> IdArgument() => new("id") { Description = "The corporation's id, such as acme." };

    public static string Path(string id) => $"corporations/{Segment.Id(id)}";
}
