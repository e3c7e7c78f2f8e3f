// A web site of a corporation, as small as it can be: it connects to the cluster, shows the corporation's name and one of its settings.
// Without a cluster it shows what it last knew, if Settings:CopiesPath names a folder in which that is kept.
// A front end holds a web key (Seal:WebKeys), so it is trusted to say who acts. A real one says which of its users; this one is nobody
// but itself, and asks for no more than reading.
using System.Text.Encodings.Web;
using System.Text.Json;
using Adilas.Access;
using Adilas.Connecting;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings;

var builder = WebApplication.CreateBuilder(args);
builder.UseAdilasClient();
var app = builder.Build();

app.MapGet("/{corporation}", Show);
app.MapGet("/health/ready", (IClusterConnection cluster) => cluster.IsConnected ? Results.Text("ready") : Results.StatusCode(503));
await app.RunUntilStopped();

static async Task<IResult> Show(
    string corporation, string? setting, IGrainFactory grains, SettingsReplica settings, CallerAccessor callers, CancellationToken aborted)
{
    if (!CorporationId.TryParse(corporation, out var id)) return Page("Not found", "There is no such corporation.", 404);

    // Whatever is called below is called by this machine, within this corporation, with this permission and no other.
    var site = new CallerContext(CallerKind.Machine, "front-end", Corporation: id, Permissions: PermissionSet.Of(Permission.CorporationsRead));
    using var _ = callers.Use(site);
    try
    {
        // Settings need no call: this process holds what it uses, and the cluster keeps it current.
        var profile = await settings.Get(id, cancellationToken: aborted);
        var path = setting ?? "images.width";
        var text = $"{path} is {(profile.TryGet<JsonElement>(path, out var value) ? value.GetRawText() : "not set")}.";
        if (profile.IsFromDisk) return Page(id.Value, $"{text} We knew so {profile.Age.TotalMinutes:0} minutes ago, and are still connecting.");

        if (await grains.Corporation(id).Find(aborted) is not { } found) return Page("Not found", "There is no such corporation.", 404);
        return Page(found.Name, text);
    }
    catch (RefusedException refused)
    {
        // Codes are for programs, messages for people; a refusal that may pass says so.
        return refused.Refusal switch
        {
            Refusal.Unavailable or Refusal.OutcomeUnknown => Page("One moment", "Please try again.", 503),
            Refusal.NotFound => Page("Not found", refused.Message, 404),
            _ => Page("Sorry", refused.Message, 403),
        };
    }
}

static IResult Page(string title, string text, int status = 200)
{
    var encode = HtmlEncoder.Default;
    return Results.Content(
        $"""
        <!doctype html><html lang="en"><meta charset="utf-8"><title>{encode.Encode(title)}</title>
        <h1>{encode.Encode(title)}</h1><p>{encode.Encode(text)}</p>
        </html>
        """,
        "text/html; charset=utf-8",
        statusCode: status);
}
