using System.CommandLine;
using Adilas.Invocation;

namespace Adilas.Jobs;

/// <summary>Shows something anew every two seconds, until Ctrl-C.</summary>
internal static class Watch
{
    private const string ClearScreen = "\x1b[2J\x1b[H";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    public static Option<bool> Option() => new("--watch") { Description = "Show it anew every two seconds, until Ctrl-C." };

    public static async Task Run(Session session, Option<bool> watch, Func<Task> show, CancellationToken cancellationToken)
    {
        if (!session.Get(watch))
        {
            await show();
            return;
        }

        while (true)
        {
            if (session.Screen.ShowsTables) Console.Out.Write(ClearScreen);
            await show();
            session.Screen.Flush();
            await Task.Delay(Every, session.Clock, cancellationToken);
        }
    }
}
