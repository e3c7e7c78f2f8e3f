using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Adilas.Hosts;

namespace Adilas.ApiTests;

/// <summary>The workers of <c>samples/workers</c>, as they stand there, against the real host.</summary>
public sealed class WorkerSampleTests(StandaloneFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("python3", "worker.py", """{"pages":3}""", """{"pages":0}""", """{"pages":3}""", "3 pages", "payload-wrong")]
    [InlineData("sh", "worker.sh", """{"label":"whole"}""", """{"label":"broken"}""", """{"printed":true}""", "printing", "label-broken")]
    public async Task A_sample_does_one_job_and_fails_another(
        string program, string file, string good, string bad, string result, string note, string code)
    {
        using var api = await fixture.Operator();
        var (id, kind) = (await api.NewCorporation(), StandaloneFixture.NewId("k"));
        var (_, key) = await api.NewKey(id, "workers:lease");
        var done = await Order(api, id, kind, good);
        var failed = await Order(api, id, kind, bad);

        using var worker = Process.Start(new ProcessStartInfo(program, [Path.Combine(Folder(), file)])
        {
            Environment =
            {
                ["ADILAS_SERVER"] = (await fixture.Host).Address.ToString().TrimEnd('/'),
                ["ADILAS_KEY"] = key,
                ["ADILAS_KIND"] = kind,
                ["ADILAS_JOBS"] = "2",
            },
        })!;
        try
        {
            await worker.WaitForExitAsync(Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        }
        finally
        {
            if (!worker.HasExited) worker.Kill(entireProcessTree: true);
        }

        Assert.Equal(0, worker.ExitCode);
        var (one, other) = (await api.Get(done), await api.Get(failed));
        Assert.Equal(("succeeded", result, note), (one.Text("state"), one.Text("result"), one.Text("note")));
        Assert.Equal(("dead", code), (other.Text("state"), other.Text("failureCode")));
    }

    private static async Task<string> Order(Api api, string corporation, string kind, string payload) =>
        (await api.Post($"/api/v1/corporations/{corporation}/jobs", $$"""{"queue":"q","kind":"{{kind}}","payload":{{payload}}}"""))
            .Is(HttpStatusCode.Created)["Location"]!;

    private static string Folder([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "samples", "workers"));
}
