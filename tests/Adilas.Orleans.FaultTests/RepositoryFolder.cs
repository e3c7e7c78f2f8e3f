namespace Adilas;

/// <summary>The repository that the tests were built in.</summary>
internal static class RepositoryFolder
{
    private static readonly string Root = Find();

    public static string At(string name) => Path.Combine(Root, name);

    private static string Find()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Adilas.Orleans.sln"))) return above.FullName;
        }

        throw new FileNotFoundException("The tests do not lie in the repository.");
    }
}
