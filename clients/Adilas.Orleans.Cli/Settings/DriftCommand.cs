using System.CommandLine;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Compares two corporations as their settings hold, or two layers of one kind.</summary>
internal static class DriftCommand
{
    private static readonly Column[] Columns =
    [
        .. Column.Of("path"),
        Column.Named("left", "left.value"), Column.Named("from", "left.layer"), Column.Named("right", "right.value"), Column.Named("from", "right.layer"),
    ];

    public static Command Create()
    {
        var left = new Argument<string>("left") { Description = "corporation:acme, or an industry, theme, plan or stack such as stack:data0." };
        var right = new Argument<string>("right") { Description = "Another of the same kind." };
        var query = new Option<string?>("--query") { Description = "Part of a path or of a value.", HelpName = "text" };
        var paging = new PagingOptions();
        const string About = "List what differs between two corporations' settings, or two layers of one kind: path, left, its layer, right, its layer.";
        var command = new Command("drift", About) { left, right, query };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) =>
        {
            var (one, other) = (session.Get(left), session.Get(right));
            SettingsScope.Checked(one);
            SettingsScope.Checked(other);
            (string, string?)[] filter = [("left", one), ("right", other), ("query", session.Get(query))];
            return session.Lists.Write("settings/drift", filter, Columns, paging.Limit(session), cancellationToken);
        });
    }
}
