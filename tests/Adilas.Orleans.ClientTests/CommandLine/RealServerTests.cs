using System.Text.Json;

namespace Adilas.CommandLine;

/// <summary>The commands against the host that people run, where a made-up server could agree with a wrong client.</summary>
public sealed class RealServerTests
{
    private const int Samples = 200;

    private static readonly string[] Order =
    [
        "corporation", "create", "acme", "--name", "Acme Føøds", "--industry", "retail",
        "--owner-email", "ann@example.com", "--owner-name", "Ann Lee",
    ];

    [Fact]
    public async Task A_killed_server_costs_an_import_nothing_but_time_and_afterwards_everything_is_there()
    {
        await using var server = await RealServer.Start();
        using var run = new CommandRun().With("ADILAS_SERVER", server.Address).With("ADILAS_KEY", server.Key);
        var file = Path.Combine(AppContext.BaseDirectory, "samples", "corporations.jsonl");
        using var importing = run.Start("corporation", "import", file, "--retry-for", "120", "--json");
        var first = await importing.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        await server.Kill();
        await server.StartAgain();
        var imported = await CommandRun.End(importing);

        Assert.True(imported.ExitCode is 0, imported.Err);
        Assert.Equal(Samples, imported.Lines.Append(first).Count(line => line!.Contains("\"created\"", StringComparison.Ordinal)));

        var before = await Everything(run);
        await server.Kill();
        await server.StartAgain();
        Assert.Equal(before, await Everything(run));
        Assert.Equal(Samples, before.List.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        var again = await Good(run, "corporation", "import", file);
        Assert.Equal(Samples, again.Lines.Count(line => line.Contains("\tunchanged\t", StringComparison.Ordinal)));
        Assert.Equal(0, (await run.Run(["census"])).ExitCode);
    }

    [Fact]
    public async Task The_first_operator_key_is_shown_once_and_kept_in_a_file_that_its_owner_alone_can_read()
    {
        await using var server = await RealServer.Start();
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(server.KeyFile) is (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var key = server.Key;
        Assert.Contains($"Operator key (shown once): {key}\n", server.Heard, StringComparison.Ordinal);

        await server.Kill();
        await server.StartAgain();

        Assert.Equal(key, server.Key);
        Assert.Single(server.Heard.Split('\n'), line => line.Contains(key, StringComparison.Ordinal));
        using var run = new CommandRun().With("ADILAS_SERVER", server.Address).With("ADILAS_KEY", key);
        await Good(run, "stack", "list");
    }

    [Fact]
    public async Task Every_command_does_what_it_says()
    {
        await using var server = await RealServer.Start();
        using var run = new CommandRun().With("ADILAS_SERVER", server.Address).With("ADILAS_KEY", server.Key);
        await Corporations(run);
        await Settings(run);
        await Keys(run);
        await Stacks(run);
    }

    private static async Task Corporations(CommandRun run)
    {
        Assert.Equal("acme\tcreated\tready\n", (await Good(run, Order)).Out);
        Assert.Equal("acme\tunchanged\tready\n", (await Good(run, Order)).Out);
        Assert.Equal(4, (await run.Run([.. Order, "--kind", "play"])).ExitCode);
        Assert.Contains("name\tAcme Group\n", (await Good(run, "corporation", "rename", "acme", "Acme Group")).Out);
        Assert.Equal(4, (await run.Run(["corporation", "rename", "acme", "Acme", "--if-match", "1"])).ExitCode);
        Assert.Contains("industry\tfarming\n", (await Good(run, "corporation", "change", "acme", "--industry", "farming")).Out);
        Assert.Contains("plan\tgold\n", (await Good(run, "corporation", "change", "acme", "--plan", "gold")).Out);
        Assert.DoesNotContain("gold", (await Good(run, "corporation", "change", "acme", "--plan", "")).Out);
        Assert.Contains("mode\treadOnly\n", (await Good(run, "corporation", "mode", "acme", "readOnly", "--reason", "Unpaid")).Out);
        Assert.Equal(5, (await run.Run(["corporation", "rename", "acme", "Acme"])).ExitCode);
        Assert.Contains("mode\tclosed\n", (await Good(run, "corporation", "close", "acme", "--yes", "--reason", "Moved out")).Out);
        Assert.Contains("mode\treadOnly\n", (await Good(run, "corporation", "restore", "acme")).Out);
        Assert.Contains("mode\tlive\n", (await Good(run, "corporation", "mode", "acme", "live", "--reason", "Paid")).Out);
        Assert.Equal("acme\tAcme Group\tfarming\twork\tdata0\tlive\n", (await Good(run, "corporation", "list", "--query", "group")).Out);
        Assert.All((await Good(run, "corporation", "provisioning", "show", "acme")).Lines, step => Assert.Contains("\tdone\t", step));
        Assert.Equal(4, (await run.Run(["corporation", "provisioning", "rollback", "acme", "--yes"])).ExitCode);
        Assert.Equal(3, (await run.Run(["corporation", "show", "nobody"])).ExitCode);
        Assert.Equal(0, (await run.Run(["corporation", "history", "acme", "--action", "Corporation.Change"])).ExitCode);
    }

    private static async Task Settings(CommandRun run)
    {
        var file = run.WriteFile("settings.json", """{"limits":{"users":5}}""");
        Assert.Equal(3, (await run.Run(["settings", "get", "corporation:acme"])).ExitCode);
        Assert.Equal("corporation:acme@1\n", (await Good(run, "settings", "put", "corporation:acme", file)).Out);
        Assert.Equal(2, (await run.Run(["settings", "put", "corporation:acme", file])).ExitCode);
        Assert.Equal(
            "limits.users\t5\t9\n", (await Good(run, "settings", "set", "corporation:acme", "limits.users", "9", "--dry-run")).Out);
        Assert.Equal("corporation:acme@2\n", (await Good(run, "settings", "set", "corporation:acme", "limits.users", "9")).Out);
        Assert.Equal(4, (await run.Run(["settings", "put", "corporation:acme", file, "--if-match", "1"])).ExitCode);
        var patch = run.WriteFile("patch.json", """{"limits":null,"look":{"scheme":"dark"}}""");
        Assert.Equal("corporation:acme@3\n", (await Good(run, "settings", "patch", "corporation:acme", patch, "--reason", "New look")).Out);
        Assert.Equal("{\n  \"look\": {\n    \"scheme\": \"dark\"\n  }\n}\n", (await Good(run, "settings", "get", "corporation:acme")).Out);
        Assert.Equal("corporation:acme@4\n", (await Good(run, "settings", "restore", "corporation:acme", "2", "--if-match", "3")).Out);
        Assert.Equal(
            await Good(run, "settings", "version", "corporation:acme", "2"),
            (await Good(run, "settings", "get", "corporation:acme")) with { Err = "" });
        Assert.Equal(["4", "3", "2", "1"], FirstCells(await Good(run, "settings", "history", "corporation:acme")));
        var layer = run.WriteFile("layer.json", (await Good(run, "settings", "get", "corporation:acme", "--json")).Out);
        await Good(run, "settings", "put", "corporation:acme", layer, "--layer", "--if-match", "4");
        await Layers(run);
        Assert.Equal(["images.width"], FirstCells(await Good(run, "settings", "catalogue", "images.width")));
        await Good(run, "settings", "validate", file, "--layer", "corporation");
        var invalid = await run.Run(["settings", "validate", file, "--layer", "user"]);
        Assert.Equal((2, "limits.users"), (invalid.ExitCode, FirstCells(invalid).Single()));
    }

    private static async Task Layers(CommandRun run)
    {
        var locked = (await Good(run, "settings", "lock", "industry:farming", "limits.users", "images", "--reason", "Sold so")).Out.Trim();
        Assert.Equal("industry:farming@1", locked);
        await Good(run, "settings", "set", "industry:farming", "limits.users", "7");
        var profile = await Good(run, "settings", "profile", "acme", "--path", "limits.users");
        Assert.Equal("limits.users\t7\n", profile.Out);
        var why = await Good(run, "settings", "explain", "acme", "limits.users");
        Assert.Equal(["industry:farming", "corporation:acme"], FirstCells(why));
        Assert.Contains("limits.users is 7, from industry:farming", why.Err);
        Assert.Contains("\tindustry:farming\t", why.Lines[1]);
        Assert.Equal("limits.users\t\t7\n", (await Good(run, "settings", "diff", "industry:farming", "1", "2")).Out);

        await Good(run, "settings", "export", "industry:farming", "layer-file.json");
        await Good(run, "settings", "unlock", "industry:farming", "limits.users", "images");
        Assert.Equal("corporation:acme", FirstCells(await Good(run, "settings", "explain", "acme", "limits.users")).Last());
        await Good(run, "settings", "import", "industry:other", "layer-file.json", "--reason", "Copied");
        await Good(run, "settings", "import", "industry:farming", "layer-file.json");
        Assert.Equal("locks\t[]\t[\"images\",\"limits.users\"]\n", (await Good(run, "settings", "diff", "industry:farming", "3", "4")).Out);
    }

    private static async Task Keys(CommandRun run)
    {
        var created = await Good(run, "key", "create", "robot", "--scope", "corporations:read", "--json");
        var made = JsonDocument.Parse(created.Out).RootElement;
        var (id, key) = (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
        Assert.Equal(0, (await run.Run(["corporation", "show", "acme", "--key", key])).ExitCode);
        Assert.Equal(5, (await run.Run(["corporation", "rename", "acme", "Mine", "--key", key])).ExitCode);
        var rotated = (await Good(run, "key", "rotate", id)).Out.Trim();
        Assert.Equal(0, (await run.Run(["corporation", "show", "acme", "--key", rotated])).ExitCode);
        Assert.Contains($"{id}\trobot\t\tcorporations:read\t", (await Good(run, "key", "list")).Out);
        await Good(run, "key", "revoke", id, "--yes");
        Assert.Equal(5, (await run.Run(["corporation", "show", "acme", "--key", "wrong"])).ExitCode);
    }

    private static async Task Stacks(CommandRun run)
    {
        Assert.Contains("capacity.corporations\t10\n", (await Good(run, "stack", "add", "data1", "--corporations", "10")).Out);
        Assert.Equal(["data0", "data1"], FirstCells(await Good(run, "stack", "list")));
        Assert.Contains("kind\tshared\n", (await Good(run, "stack", "show", "data1")).Out);
        Assert.Equal(3, (await run.Run(["stack", "show", "data9"])).ExitCode);
        Assert.Equal("live\t200\tlive\nready\t200\tready\n", (await Good(run, "health")).Out);
        Assert.EndsWith("server\t1.0.0\n", (await Good(run, "version")).Out);
        Assert.Equal("", (await Good(run, "census")).Out);
    }

    private static async Task<CommandResult> Good(CommandRun run, params string[] arguments)
    {
        var result = await run.Run(arguments);
        Assert.True(result.ExitCode is 0, $"{string.Join(' ', arguments)}: {result.ExitCode} {result.Err}");
        return result;
    }

    private static IEnumerable<string> FirstCells(CommandResult result) => result.Lines.Select(line => line.Split('\t')[0]);

    private static async Task<(string List, string Settings)> Everything(CommandRun run)
    {
        var list = (await Good(run, "corporation", "list", "--all", "--json")).Out;
        var settings = "";
        foreach (var id in FirstCells(await Good(run, "corporation", "list", "--limit", "5"))) settings += (await run.Run(["settings", "get", $"corporation:{id}", "--json"])).Out;
        return (list, settings);
    }
}
