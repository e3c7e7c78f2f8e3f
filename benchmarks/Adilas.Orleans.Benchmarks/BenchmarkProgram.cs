namespace Adilas.Benchmarks;

/// <summary>Reads the arguments and runs one question. Exits 0 when it measured, 2 on bad usage, 3 when a goal was missed and that was asked.</summary>
internal static class BenchmarkProgram
{
    private const string Usage = "Usage: bench NAME [--quick] [--assert] | --list";

    private static readonly IBenchmark[] All =
    [
        new GateBenchmark(), new JournalBenchmark(), new ProvisionBenchmark(), new FailoverBenchmark(), new SettingsBenchmark(),
        new ColdSettingsBenchmark(), new PropagationBenchmark(), new JobsBenchmark(), new DueBenchmark(), new FairnessBenchmark(), new IdleBenchmark(),
    ];

    public static async Task<int> Run(string[] args)
    {
        if (args is [FailoverLoad.Mode, .. var ofLoad]) return await FailoverLoad.Run(ofLoad);

        string[] known = ["--quick", "--assert", "--list", "--help"];
        var flags = args.Where(arg => arg.StartsWith('-')).ToArray();
        var names = args.Except(flags).ToArray();
        if (flags.Except(known).Any()) return Misused($"Unknown option {flags.Except(known).First()}.");
        if (flags.Contains("--help"))
        {
            Console.WriteLine(Usage);
            return 0;
        }

        if (flags.Contains("--list"))
        {
            foreach (var each in All) Console.WriteLine($"{each.Name,-12} {each.Question}");
            return 0;
        }

        if (names.Length != 1) return Misused("Name one question.");
        if (All.FirstOrDefault(each => each.Name == names[0]) is not { } benchmark) return Misused($"There is no question '{names[0]}'; see --list.");

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        var result = await benchmark.Run(new BenchmarkRun(flags.Contains("--quick")), stop.Token);
        Console.WriteLine($"{benchmark.Question}  ({Machine.Description})");
        Console.WriteLine();
        result.Print(Console.Out);
        return flags.Contains("--assert") && !result.Passed ? 3 : 0;
    }

    private static int Misused(string problem)
    {
        Console.Error.WriteLine($"{problem} {Usage}");
        return 2;
    }
}
