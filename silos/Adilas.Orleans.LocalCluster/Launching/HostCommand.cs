namespace Adilas.LocalCluster;

/// <summary>How a host program is started.</summary>
public sealed record HostCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>The silo of this repository, in the configuration that this code was built in.</summary>
    public static HostCommand Silo => Built("silos/Adilas.Orleans.Silo");

    /// <summary>The web host of this repository, in the configuration that this code was built in.</summary>
    public static HostCommand Web => Built("clients/Adilas.Orleans.Web");

    /// <summary>A project of this repository, in the configuration that this code was built in.</summary>
    /// <exception cref="FileNotFoundException">It has not been built.</exception>
    public static HostCommand Built(string projectFolder)
    {
        var root = RootAbove(AppContext.BaseDirectory);

        // bin/<configuration>/<framework> is the same for all projects.
        var output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var framework = Path.GetFileName(output);
        var configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        var program = Path.Combine(root, projectFolder, "bin", configuration, framework, Path.GetFileName(projectFolder) + ".dll");
        return File.Exists(program)
            ? new HostCommand(Dotnet, program)
            : throw new FileNotFoundException($"'{program}' is not there. Please run 'dotnet build {projectFolder} -c {configuration}'.", program);
    }

    internal static HostCommand Balancer => new(Dotnet, typeof(HostCommand).Assembly.Location, "balancer");

    private static string Dotnet => Path.GetFileName(Environment.ProcessPath) is "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static string RootAbove(string folder)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Adilas.Orleans.sln"))) return above.FullName;
        }

        throw new FileNotFoundException($"{folder} is not inside the repository, so the host programs cannot be found.");
    }
}
