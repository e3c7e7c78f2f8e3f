using System.Globalization;
using System.Net;
using System.Text.Json;
using Adilas.Hosts;

namespace Adilas.ApiTests;

/// <summary>Random changes of random layers; then profiles, now and at any past moment, against the documented rules over the layers' histories.</summary>
public sealed class ProfileOracleTests(StandaloneFixture fixture)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("ADILAS_TEST_FULL") is "1";
    private static readonly int Corporations = IsFull ? 50 : 4;
    private static readonly int Changes = IsFull ? 3_000 : 150;
    private static readonly int Moments = IsFull ? 10_000 : 200;

    // Nobody else's tests write here.
    private readonly string own = StandaloneFixture.NewId("w");
    private readonly Random random = new(20260301);
    private readonly Dictionary<string, List<(DateTimeOffset At, JsonElement Layer)>> histories = [];

    [Fact]
    public async Task Profiles_and_their_past_and_their_reasons_are_what_the_layers_say()
    {
        using var api = await fixture.Operator();
        var (theme, plan) = (StandaloneFixture.NewId("t"), StandaloneFixture.NewId("p"));
        List<(string Corporation, string User)> members = [];
        for (var i = 0; i < Corporations; i++) members.Add(await Member(api, theme, plan));
        List<string> scopes = [$"theme:{theme}", $"plan:{plan}", .. members.SelectMany(it => Own(it.Corporation, it.User))];

        for (var i = 0; i < Changes; i++) await Change(api, scopes[random.Next(scopes.Count)]);

        // Of one process and one clock: no change is later than this.
        var last = DateTimeOffset.UtcNow.AddMilliseconds(1);
        await api.Until("the last change is past doubt", Profile(members[0], last), answer => answer.Status is HttpStatusCode.OK);
        foreach (var scope in scopes) histories[scope] = await History(api, scope);
        var first = histories.Values.SelectMany(it => it).Min(it => it.At);

        var explained = 0;
        foreach (var member in members)
        {
            foreach (var who in new[] { member, member with { User = "" } })
            {
                var expected = Expected(theme, plan, who, last);
                await Compare(api, Profile(who, moment: null), expected, who, last);
                foreach (var (path, (value, source)) in expected.Values)
                {
                    var why = await api.Get($"/api/v1/corporations/{who.Corporation}/profile/explain?path={path}{Query(who.User)}");
                    Assert.Equal((path, value, source), (path, why.Text("value"), why.Text("source")));
                    explained++;
                }
            }
        }

        Assert.True(explained > members.Count, $"Only {explained} values were explained.");
        for (var i = 0; i < Moments; i++)
        {
            var member = members[random.Next(members.Count)];
            var who = random.Next(2) == 0 ? member : member with { User = "" };

            // To the microsecond at which a version begins, or just before it, or anywhere.
            var version = histories[scopes[random.Next(scopes.Count)]] is { Count: > 0 } some ? some[random.Next(some.Count)].At : first;
            var moment = random.Next(3) switch { 0 => version, 1 => version.AddMicroseconds(-1), _ => first + ((last - first) * random.NextDouble()) };
            if (moment < first) continue;
            await Compare(api, Profile(who, moment), Expected(theme, plan, who, moment), who, moment);
        }
    }

    private static IEnumerable<string> Own(string corporation, string user) =>
        user.Length == 0 ? [$"corporation:{corporation}"] : [$"corporation:{corporation}", $"role:{corporation}:owner", $"user:{corporation}:{user}"];

    private static string Query(string user) => user.Length == 0 ? "" : $"&user={user}";

    private static async Task<(string Corporation, string User)> Member(Api api, string theme, string plan)
    {
        var id = await api.NewCorporation();
        var changed = (await api.Patch($"/api/v1/corporations/{id}", $$"""{"theme":"{{theme}}","plan":"{{plan}}"}""")).Is(HttpStatusCode.OK);
        return (id, changed.Json("owner").GetProperty("id").GetString()!);
    }

    private string Profile((string Corporation, string User) who, DateTimeOffset? moment)
    {
        var asOf = moment is { } at ? $"&asOf={at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)}" : "";
        return $"/api/v1/corporations/{who.Corporation}/profile?path=custom.{own}{Query(who.User)}{asOf}";
    }

    private async Task Change(Api api, string scope)
    {
        var path = new[] { "a", "b", "c", "c.x", "c.y" }[random.Next(5)];
        var layer = $"/api/v1/settings/{scope}";
        var written = random.Next(8) switch
        {
            0 => await api.Patch(layer, $$$$$"""{"document":{"custom":{"{{{{{own}}}}}":{"a":null,"c":null}}}}"""),
            1 => await api.Patch(layer, $$$"""{"document":{},"locks":[{{{(random.Next(2) == 0 ? "" : $"\"custom.{own}.{path}\"")}}}]}"""),
            2 => await api.Patch(layer, $$$"""{"document":{},"conditions":[{"path":"custom.{{{own}}}.{{{path}}}","value":{{{Value()}}},"share":{{{random.Next(2)}}}}]}"""),
            3 => await api.Put($"{layer}/values/custom.{own}.{path}", """{"value":null}"""),
            _ => await api.Put($"{layer}/values/custom.{own}.{path}", $$"""{"value":{{Value()}}}"""),
        };
        Assert.Equal(HttpStatusCode.OK, written.Status);
    }

    /// <summary>Now and then what replaces, or would replace, all that stands beneath a path.</summary>
    private string Value() => random.Next(6) switch
    {
        0 => "{}",
        1 => "[1]",
        2 => $$"""{"x":{{random.Next(100)}}}""",
        _ => random.Next(100).ToString(CultureInfo.InvariantCulture),
    };

    private static async Task<List<(DateTimeOffset At, JsonElement Layer)>> History(Api api, string scope)
    {
        List<(DateTimeOffset, JsonElement)> versions = [];
        for (var cursor = ""; ;)
        {
            var page = (await api.Get($"/api/v1/settings/{scope}/history?limit=200{cursor}")).Is(HttpStatusCode.OK);
            foreach (var item in page.Json("items").EnumerateArray())
            {
                var version = await api.Get($"/api/v1/settings/{scope}/versions/{item.GetProperty("version").GetInt64()}");
                versions.Add((item.GetProperty("at").GetDateTimeOffset(), version.Is(HttpStatusCode.OK).Root));
            }

            if (page.Text("next") is not { } next || next is "null") return versions;
            cursor = $"&cursor={Uri.EscapeDataString(next)}";
        }
    }

    private FlatProfile Expected(string theme, string plan, (string Corporation, string User) who, DateTimeOffset moment)
    {
        var profile = new FlatProfile();
        foreach (var scope in (string[])[$"theme:{theme}", $"plan:{plan}", .. Own(who.Corporation, who.User)])
        {
            var layer = histories[scope].FirstOrDefault(version => version.At <= moment).Layer;
            if (layer.ValueKind is JsonValueKind.Object) profile.Add(layer);
        }

        return profile;
    }

    private static async Task Compare(Api api, string address, FlatProfile expected, (string Corporation, string User) who, DateTimeOffset moment)
    {
        var answer = (await api.Get(address)).Is(HttpStatusCode.OK);
        var seen = FlatProfile.Leaves(answer.Json("values"));
        Assert.True(
            expected.Values.Count == seen.Count && expected.Values.All(it => seen.GetValueOrDefault(it.Key) == it.Value.Value),
            $"{who} at {moment:O}: expected {string.Join(", ", expected.Values)}, got {answer}");
    }
}
