using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>Names one layer of settings.</summary>
internal static class SettingsScope
{
    private static readonly Dictionary<string, int> PartsByKind = new(StringComparer.Ordinal)
    {
        ["system"] = 1,
        ["industry"] = 2,
        ["theme"] = 2,
        ["plan"] = 2,
        ["stack"] = 2,
        ["corporation"] = 2,
        ["role"] = 3,
        ["user"] = 3,
        ["person"] = 2,
    };

    public static Argument<string> Argument() => new Argument<string>("scope")
    {
        Description = "The layer: system, industry:retail, theme:x, plan:x, stack:data0, corporation:acme, "
            + "role:acme:clerk, user:acme:u1 or person:u1.",
        HelpName = "scope",
    }.Completes(context => ScopeCompletion.Words(context, PartsByKind.Keys));

    public static Option<string?> KindOption(string description) => KindOption("--layer", description);

    public static Option<string?> KindOption(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "kind" };
        option.AcceptOnlyFromAmong([.. PartsByKind.Keys]);
        return option;
    }

    public static string Path(Session session, Argument<string> scope) => $"settings/{Checked(session.Get(scope))}";

    public static string Checked(string scope)
    {
        var parts = scope.Split(':');
        if (!PartsByKind.TryGetValue(parts[0], out var count) || parts.Length != count || parts.Any(part => part.Length is 0))
            throw CommandFailure.Usage($"'{scope}' is no scope such as system, industry:retail or user:acme:u1.", "scope");
        return Segment.Text(scope, "scope");
    }
}
