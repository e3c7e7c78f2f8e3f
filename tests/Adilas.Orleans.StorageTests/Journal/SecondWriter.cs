using System.Globalization;
using Adilas.Platform;
using Orleans.Storage;

namespace Adilas.Journal;

/// <summary>A process of its own that counts a grain up, as an activation on another silo would, and says each number that was acknowledged.</summary>
internal static class SecondWriter
{
    public const string Argument = "write-the-journal";
    public const string Server = "ADILAS_TEST_WRITER_SERVER";
    public const string File = "ADILAS_TEST_WRITER_FILE";
    public const string Go = "ADILAS_TEST_WRITER_GO";
    public const string Ready = "ready";
    public const string Stale = "stale";
    public const string Key = "race";
    public const int Rounds = 60;

    public static async Task<int> Run()
    {
        var connection = Environment.GetEnvironmentVariable(Server) is { Length: > 0 } server
            ? PlatformConnection.ForServer(server)
            : PlatformConnection.ForFile(Environment.GetEnvironmentVariable(File)!);
        await using var journal = await TestJournal.Open(connection);
        await Console.Out.WriteLineAsync(Ready);

        // Both begin at once, or the first would be done before the second has started.
        while (!System.IO.File.Exists(Environment.GetEnvironmentVariable(Go))) await Task.Delay(TimeSpan.FromMilliseconds(2));
        for (var round = 0; round < Rounds;)
        {
            var grain = await journal.Load(Key);
            try
            {
                // Several from one load, so that the other process meets us in between.
                for (var burst = 0; burst < 3 && round < Rounds; burst++)
                {
                    var next = (grain.State.Text.Length == 0 ? 0 : int.Parse(grain.State.Text, CultureInfo.InvariantCulture)) + 1;
                    await grain.Write(next.ToString(CultureInfo.InvariantCulture));
                    await Console.Out.WriteLineAsync($"acknowledged {next}");
                    round++;
                }
            }
            catch (InconsistentStateException)
            {
                await Console.Out.WriteLineAsync(Stale);
            }
        }

        return 0;
    }
}
