using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>What every change of a layer can say: why, from which version on, or only to see what it would do.</summary>
/// <param name="mayWait">Whether it can be made at a later time.</param>
/// <param name="isDraft">Whether it is only to be kept: then there is nothing to try.</param>
internal sealed class WriteOptions(bool mayWait = false, bool isDraft = false)
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

    private readonly Option<string?> _effectiveAt = new("--effective-at")
    {
        Description = "Make the change at this time, such as 2027-01-01T00:00:00Z; prints the id of a draft.",
        HelpName = "time",
        CustomParser = Times.Parse,
    };

    public bool IsDryRun(Session session) => session.Get(_dryRun);

    public string? Version(Session session) => EntityTag.Of(session.Get(_ifMatch));

    public void WriteTo(Session session, Utf8JsonWriter json)
    {
        json.Optional("reason", session.Get(_reason));
        if (mayWait) json.Optional("effectiveAt", session.Get(_effectiveAt));
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_ifMatch, _reason]) command.Options.Add(option);
        if (!isDraft) command.Options.Add(_dryRun);
        if (mayWait) command.Options.Add(_effectiveAt);
    }
}
