using System.Text.Json;
using Adilas.Corporations;

namespace Adilas.Calling;

/// <summary>What one front end shows, and that it never shows an older version after a newer one.</summary>
internal sealed class SeenProfiles(Func<string, Task<(string Values, IReadOnlyDictionary<string, long> Layers)?>> get)
{
    private readonly Dictionary<string, long> newest = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public SeenProfiles(FrontEnd front)
        : this(async corporation =>
        {
            var profile = await front.Settings.Get(CorporationId.Parse(corporation), cancellationToken: Cancelled);
            return (profile.TryGet<JsonElement>("custom", out var custom) ? custom.GetRawText() : "{}", profile.Layers);
        })
    {
    }

    public SeenProfiles(Api api)
        : this(async corporation =>
        {
            if (await api.Find($"corporations/{corporation}/profile?path=custom") is not { } body) return null;
            var answer = JsonElement.Parse(body);
            var values = answer.GetProperty("values").TryGetProperty("custom", out var custom) ? custom.GetRawText() : "{}";
            return (values, answer.GetProperty("layers").EnumerateObject().ToDictionary(layer => layer.Name, layer => layer.Value.GetInt64()));
        })
    {
    }

    public int Readings { get; private set; }

    public async Task<(string Values, IReadOnlyDictionary<string, long> Layers)> Get(string corporation) => (await get(corporation))!.Value;

    public async Task Read(IReadOnlyList<string> corporations, CancellationToken end)
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            var corporation = corporations[i % corporations.Count];
            var (_, layers) = await Get(corporation);
            foreach (var (scope, version) in layers)
            {
                var before = newest.GetValueOrDefault(scope);
                Assert.True(version >= before, $"{scope} went back from version {before} to {version}");
                newest[scope] = version;
            }

            Readings++;
            await Task.Delay(5, Cancelled);
        }
    }
}
