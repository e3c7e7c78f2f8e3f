namespace Adilas.LocalCluster;

/// <summary>Finds programs by name, also in the system folders that an ordinary user's search path leaves out.</summary>
internal static class Programs
{
    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin"];

    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public static string Find(string program) =>
        TryFind(program) ?? throw new FileNotFoundException($"The program '{program}' is not installed.", program);

    public static string? TryFind(string program)
    {
        if (program.Contains('/')) return File.Exists(program) ? Path.GetFullPath(program) : null;

        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(SystemFolders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }
}
