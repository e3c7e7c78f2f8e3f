namespace Adilas.Calling;

/// <summary>What hosts wrote to their logs.</summary>
internal static class HostLogs
{
    /// <summary>No log in the folder holds a content that the tests sent, or one of the secrets.</summary>
    public static void HoldNothingSecret(string folder, IReadOnlyCollection<string> secrets)
    {
        var files = Directory.GetFiles(folder, "*.log*");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            foreach (var line in ReadLines(file))
            {
                var found = secrets.Append(Orders.Canary).FirstOrDefault(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
                Assert.True(found is null, $"{Path.GetFileName(file)} holds '{found}': {line}");
            }
        }
    }

    private static IEnumerable<string> ReadLines(string file)
    {
        // The host may still be writing.
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line) yield return line;
    }
}
