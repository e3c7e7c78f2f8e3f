using Adilas.LocalCluster;

namespace Adilas.Standalone;

/// <summary>Mistakes that whoever starts it can mend are told in one line, and end with code 1.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly StandaloneFolder folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_that_another_one_uses()
    {
        await using var first = await StandaloneHost.Start(folder);

        await Says("is in use by another process", ("Data", folder.Data));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written() => await Says("cannot be written", ("Data", "/proc/nowhere"));

    [Fact]
    public async Task A_setting_that_is_out_of_bounds() => await Says("Lease", ("Data", folder.Data), ("Seal__Lease", "09:00:00"));

    [Fact]
    public async Task A_recipe_with_a_step_that_there_is_not()
    {
        Directory.CreateDirectory(folder.At("recipes"));
        await File.WriteAllTextAsync(
            folder.At("recipes/bad.json"), """{"name":"bad","version":1,"description":"d","steps":[{"name":"a","type":"nope"}]}""", Cancelled);

        await Says("bad.json, step 'a'", ("Data", folder.Data), ("Recipes__Folder", folder.At("recipes")));
    }

    public void Dispose() => folder.Dispose();

    private static async Task Says(string reason, params (string Name, string Value)[] environment)
    {
        using var port = PortLease.Take();
        var command = HostCommand.Built("silos/Adilas.Orleans.Standalone");
        await using var process = ChildProcess.Start(new("standalone", command.Program, command.Arguments)
        {
            Environment = new Dictionary<string, string?>(environment.Select(each => new KeyValuePair<string, string?>(each.Name, each.Value)))
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port.Port}",
            },
        });

        Assert.Equal(1, await process.WaitForExit(Scenario.Limit, Cancelled));
        var last = process.Output.Trim().Split('\n')[^1];
        Assert.StartsWith("run: it did not start. ", last, StringComparison.Ordinal);
        Assert.Contains(reason, last, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", process.Output, StringComparison.Ordinal);
    }
}
