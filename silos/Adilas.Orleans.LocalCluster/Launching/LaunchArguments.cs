using System.Globalization;

namespace Adilas.LocalCluster;

/// <summary>What <c>./run --cluster</c> was asked for.</summary>
internal sealed record LaunchArguments(ClusterSize Size, string Data, int Port, bool Restart)
{
    public const string Usage = "run --cluster [SxW] [--data DIR] [--port N] [--no-restart]";

    private static readonly LaunchArguments Default = new(ClusterSize.Default, Path.Combine("data", "cluster"), 8080, Restart: true);

    /// <exception cref="FormatException">The message says which argument is wrong, and why.</exception>
    public static LaunchArguments Parse(params ReadOnlySpan<string> arguments)
    {
        var parsed = Default;
        var rest = new Queue<string>(SplitAtEquals(arguments));
        while (rest.TryDequeue(out var argument))
        {
            parsed = argument switch
            {
                "--cluster" => rest.TryPeek(out var next) && !IsOption(next) ? parsed with { Size = ClusterSize.Parse(rest.Dequeue()) } : parsed,
                "--data" => parsed with { Data = Value(argument, rest) },
                "--port" => parsed with { Port = ParsePort(Value(argument, rest)) },
                "--no-restart" => parsed with { Restart = false },
                _ => throw new FormatException($"'{argument}' is not an option."),
            };
        }

        return parsed;
    }

    private static List<string> SplitAtEquals(ReadOnlySpan<string> arguments)
    {
        List<string> split = [];
        foreach (var argument in arguments)
            split.AddRange(IsOption(argument) ? argument.Split('=', 2) : [argument]);
        return split;
    }

    private static bool IsOption(string argument) => argument.StartsWith("--", StringComparison.Ordinal);

    private static string Value(string option, Queue<string> rest) =>
        rest.TryDequeue(out var value) && value.Length > 0 && !IsOption(value) ? value : throw new FormatException($"{option} needs a value.");

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= ushort.MaxValue
            ? port
            : throw new FormatException($"'{text}' is not a port.");
}
