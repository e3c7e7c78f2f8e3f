using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

/// <summary>What a corporation's own key and an operator may look at, in each of the corporation's modes.</summary>
public sealed class ModeApiTests(StandaloneFixture fixture)
{
    private static readonly string[] Modes = ["live", "readOnly", "frozen", "archived", "closed"];

    // What shows the past or the life cycle stays open to operators, whatever the mode.
    private static readonly (string Path, bool IsOpenToOperators)[] Routes =
    [
        ("corporations?limit=200", true),
        ("corporations/{0}", true),
        ("corporations/{0}/history", true),
        ("corporations/{0}/provisioning", true),
        ("corporations/{0}/profile", false),
        ("corporations/{0}/profile?user=u1", false),
        ("corporations/{0}/profile/explain?path=custom.a", false),
        ("corporations/{0}/profile?asOf=2026-01-02T03:04:05Z", true),
        ("corporations/{0}/profile/explain?path=custom.a&asOf=2026-01-02T03:04:05Z", true),
        ("settings/corporation:{0}", false),
        ("settings/corporation:{0}/history", true),
        ("settings/corporation:{0}/versions/1", true),
        ("settings/role:{0}:clerk/history", true),
        ("api-keys?corporation={0}", true),
    ];

    public static TheoryData<string> AllModes => [.. Modes];

    [Theory, MemberData(nameof(AllModes))]
    public async Task Nobody_within_a_corporation_looks_at_what_is_put_away_and_operators_look_at_its_past(string mode)
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation("""{"custom":{"a":1}}""");
        var (_, key) = await api.NewKey(id, "corporations:read", "settings:read", "people:read", "audit:read", "keys:read");
        using var own = (await fixture.Host).As(key);
        (await (mode is "closed"
            ? api.Delete($"/api/v1/corporations/{id}")
            : api.Put($"/api/v1/corporations/{id}/mode", $$"""{"mode":"{{mode}}","reason":"test"}"""))).Is(HttpStatusCode.OK);

        // Copies of it follow within a second.
        await api.Until($"the profile knows that it is {mode}", $"/api/v1/corporations/{id}/profile", answer => IsLocked(answer) == IsPutAway(mode));
        await own.Until($"the gate knows that it is {mode}", $"/api/v1/corporations/{id}", answer => IsLocked(answer) == IsPutAway(mode));

        foreach (var (route, isOpenToOperators) in Routes)
        {
            var path = "/api/v1/" + string.Format(null, route, id);
            Check(route, await own.Get(path), IsPutAway(mode));
            Check(route, await api.Get(path), IsPutAway(mode) && !isOpenToOperators);
        }

        // There is nothing of it to write either, and its keys come back with it.
        Assert.Equal(HttpStatusCode.OK, (await api.Post($"/api/v1/corporations/{id}/restore")).Status);
        (await api.Put($"/api/v1/corporations/{id}/mode", """{"mode":"live","reason":"over"}""")).Is(HttpStatusCode.OK);
        await own.Until("it is back", $"/api/v1/corporations/{id}/profile", answer => answer.Status is HttpStatusCode.OK);

        void Check(string route, ApiResult answer, bool isLocked)
        {
            if (isLocked) answer.IsProblem(HttpStatusCode.Locked, $"mode-{mode}");
            else Assert.True(answer.Status is HttpStatusCode.OK || (route.Contains("asOf") && answer.Text("code") is "corporation-unknown"), $"{route}: {answer}");
        }
    }

    private static bool IsPutAway(string mode) => mode is "archived" or "closed";

    private static bool IsLocked(ApiResult answer) => answer.Status is HttpStatusCode.Locked;
}
