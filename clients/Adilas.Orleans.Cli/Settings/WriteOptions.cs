using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>What every change of a layer can say: why, from which version on, or only to see what it would do.</summary>
internal sealed class WriteOptions
{
    private readonly Option<string?> _ifMatch = new("--if-match")
    {
        Description = "Only if this is still the layer's version; * for any.",
        HelpName = "version",
    };

    private readonly Option<string?> _reason = new("--reason") { Description = "Why; it stands in the history.", HelpName = "text" };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Show what would change and for how many corporations; change nothing.",
    };

    public bool IsDryRun(Session session) => session.Get(_dryRun);

    public string? Version(Session session) => EntityTag.Of(session.Get(_ifMatch));

    public void WriteTo(Session session, Utf8JsonWriter json) => json.Optional("reason", session.Get(_reason));

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_ifMatch, _reason, _dryRun]) command.Options.Add(option);
    }
}
