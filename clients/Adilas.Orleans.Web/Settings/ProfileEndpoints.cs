using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Refusals;
using Adilas.Settings.Catalogue;
using Adilas.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Settings;

internal static class ProfileEndpoints
{
    /// <summary>A stream ends so that its caller proves itself again; browsers come back by themselves.</summary>
    private static readonly TimeSpan StreamFor = TimeSpan.FromMinutes(1);

    private static readonly QueryParameter User = new("user", "Whose profile in the corporation; without it the corporation's own.");
    private static readonly QueryParameter Path = new("path", "One setting, or one object of settings, such as images.");
    private static readonly QueryParameter MinVersion = new(
        "minVersion", "The token of a write: waits up to 5 s until that version of its layer is in the profile.");

    private static readonly QueryParameter AsOf = new("asOf", "A moment at least ten seconds ago: what was so then.", Format: "date-time");

    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/corporations/{id}/profile").WithTags("Settings");
        group.MapGet("", Get).Takes(User, Path, MinVersion, AsOf).WithSummary("The settings that hold, merged from all layers");
        group.MapGet("/explain", Explain).Takes(User, Path, MinVersion, AsOf).WithSummary("Why a setting has the value that it has");
        group.MapGet("/stream", Stream).Takes(User).DisableRequestTimeout()
            .WithSummary("The profile, and again each time that it has changed, as server-sent events; ends after a minute");
    }

    private static async Task<Ok<ProfileView>> Get(string id, Query query, ProfileService profiles, CancellationToken aborted)
    {
        if (query.Time(AsOf) is { } moment)
        {
            var then = await profiles.AsOf(Names.Corporation(id), UserOf(query), moment, aborted);
            return TypedResults.Ok(ProfileView.Of(then, query.Text(Path) is { } wanted ? Checked(wanted) : null));
        }

        var profile = await profiles.Get(Names.Corporation(id), UserOf(query), query.Text(MinVersion), aborted);
        return TypedResults.Ok(query.Text(Path) is { } path ? ProfileView.Of(profile, Checked(path)) : ProfileView.Of(profile));
    }

    private static async Task<Ok<ProfileExplanationView>> Explain(string id, Query query, ProfileService profiles, CancellationToken aborted)
    {
        var path = Checked(query.Text(Path) ?? throw HttpProblem.Invalid("query-missing", "'path' says which setting to explain.", "path"));
        if (query.Time(AsOf) is { } moment)
        {
            var then = await profiles.AsOf(Names.Corporation(id), UserOf(query), moment, aborted);
            return TypedResults.Ok(ProfileExplanationView.Of(await profiles.Traced(then.Explain(path), aborted)));
        }

        var profile = await profiles.Get(Names.Corporation(id), UserOf(query), query.Text(MinVersion), aborted);
        if (SettingsCatalogue.Current.IsHard(path)) profile.CheckLease();
        return TypedResults.Ok(ProfileExplanationView.Of(await profiles.Traced(profile.Explain(path), aborted)));
    }

    private static async Task<ServerSentEventsResult<ProfileView>> Stream(
        string id, Query query, ProfileService profiles, IHostApplicationLifetime host, CancellationToken aborted)
    {
        var (corporation, user) = (Names.Corporation(id), UserOf(query));

        // What is refused must be refused before the stream begins.
        await profiles.Get(corporation, user, minVersion: null, aborted);
        return TypedResults.ServerSentEvents(Events(profiles, corporation, user, host.ApplicationStopping, aborted));
    }

    private static async IAsyncEnumerable<SseItem<ProfileView>> Events(
        ProfileService profiles, CorporationId corporation, UserId? user, CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        end.CancelAfter(StreamFor);
        await using var watching = profiles.Watch(corporation, user, end.Token).GetAsyncEnumerator(end.Token);
        while (await Next(watching))
        {
            yield return new SseItem<ProfileView>(ProfileView.Of(watching.Current), "profile")
            {
                EventId = string.Join(',', watching.Current.Layers.Select(layer => $"{layer.Key}@{layer.Value}")),
            };
        }
    }

    private static async Task<bool> Next(IAsyncEnumerator<Profile> watching)
    {
        try
        {
            return await watching.MoveNextAsync();
        }
        catch (Exception ended) when (ended is OperationCanceledException or RefusedException)
        {
            // The answer has begun, so all that is left is to end it; whoever comes back is told why.
            return false;
        }
    }

    private static UserId? UserOf(Query query) => query.Text(User) is not { } text ? null
        : UserId.TryParse(text, out var user) ? user
        : throw HttpProblem.Invalid("query-invalid", $"'user' must be {Names.Grammar}.", "user");

    private static string Checked(string path)
    {
        SettingsPath.Split(path);
        return path;
    }
}
