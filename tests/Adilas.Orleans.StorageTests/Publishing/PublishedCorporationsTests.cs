using System.Text.Json;
using Adilas.Access;
using Adilas.Platform;

namespace Adilas.Publishing;

public sealed class PublishedCorporationsTests(MySqlFixture servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Who_opted_in_is_found_with_the_layers_that_apply_until_it_opts_out(SqlDialect dialect)
    {
        await using var journal = await PublishedPlatform.Open(await servers.NewConnection(dialect));
        var published = journal.Get<IPublishedCorporations>();
        await journal.Corporation("acme", isPublished: true, plan: "large");
        await journal.Corporation("apex", isPublished: false);
        await journal.Corporation("arch", isPublished: true);

        Assert.Equal(["acme"], (await published.List(null, 1, Cancelled)).Select(it => it.Id.Value));
        Assert.Equal(["arch"], (await published.List("acme", 5, Cancelled)).Select(it => it.Id.Value));
        var acme = Assert.Single(await published.Find(["acme", "apex", "nobody"], Cancelled));
        Assert.Equal((1, Modes.Live), (acme.Version, acme.Mode));
        Assert.Equal(["system", "industry:retail", "plan:large", "stack:data0", "corporation:acme"], acme.Scopes().Select(scope => scope.Text));

        await journal.Corporation("acme", isPublished: false);
        Assert.Empty(await published.Find(["acme"], Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Layers_are_read_in_their_newest_version_and_as_they_were_written(SqlDialect dialect)
    {
        await using var journal = await PublishedPlatform.Open(await servers.NewConnection(dialect));
        await journal.Layer("~system", """{"custom":{"x":1}}""");
        await journal.Layer("~system", """{"custom":{"x":"personal.1.not"}}""");
        await journal.Layer("acme", "{}");

        var layers = (await journal.Get<IPublishedCorporations>().Layers(["~system", "acme", "apex"], Cancelled)).ToDictionary(layer => layer.GrainKey);

        Assert.Equal(["acme", "~system"], layers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, layers["~system"].Version);
        var value = JsonElement.Parse(layers["~system"].State).GetProperty("document").GetProperty("custom").GetProperty("x");
        Assert.Equal("personal.1.not", value.GetString());
    }
}
