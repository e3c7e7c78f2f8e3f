using System.Collections.Frozen;
using Adilas.Databases;
using Microsoft.Extensions.Options;

namespace Adilas.Provisioning;

/// <summary>
/// The files of the recipes folder. SQL is read and checked once; what changes on the disk afterwards is seen by the next start.
/// </summary>
internal sealed class RecipeFolder
{
    public const int MaxFiles = 500;

    private readonly string folder;
    private readonly FrozenDictionary<string, SqlScript> scripts;

    public RecipeFolder(IOptions<RecipesOptions> options)
    {
        folder = Path.GetFullPath(options.Value.Folder, AppContext.BaseDirectory);
        if (!Directory.Exists(folder)) throw RecipeFields.Refuse($"{RecipesOptions.Section}:Folder does not exist: {folder}");
        scripts = Files("*.sql", SearchOption.AllDirectories)
            .Select(path => SqlScript.Parse(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path)))
            .ToFrozenDictionary(script => script.Name, StringComparer.Ordinal);
    }

    /// <summary>The script of this path under the folder, written with <c>/</c>.</summary>
    public SqlScript? FindScript(string name) => scripts.GetValueOrDefault(name);

    /// <summary>Name and text of each recipe.</summary>
    public IEnumerable<(string File, string Json)> Recipes() =>
        Files("*.json", SearchOption.TopDirectoryOnly).Select(path => (Path.GetFileName(path), File.ReadAllText(path)));

    private string[] Files(string pattern, SearchOption depth)
    {
        var files = Directory.GetFiles(folder, pattern, depth);
        if (files.Length > MaxFiles)
            throw RecipeFields.Refuse($"{RecipesOptions.Section}:Folder has more than {MaxFiles} files {pattern}: {folder}");
        return files;
    }
}
