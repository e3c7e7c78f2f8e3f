using System.Text.Json;
using Adilas.Databases;
using Adilas.Refusals;

namespace Adilas.Provisioning;

/// <summary>
/// Runs SQL in the corporation's database: <c>"scripts"</c> lists paths under the recipes folder, in order. Undone by the step that
/// takes the database away.
/// </summary>
internal sealed class SqlScriptsStep(ICorporationDatabases databases, RecipeFolder folder) : IProvisioningStep
{
    public const string Name = "sql-scripts";
    public const int MaxScripts = 100;

    private const string Scripts = "scripts";

    public string Type => Name;

    public string? Problem(JsonElement options)
    {
        if (StepOptions.UnknownFieldProblem(options, [Scripts]) is { } unknown) return unknown;
        if (StepOptions.Find(options, Scripts) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > MaxScripts)
            return $"'{Scripts}' is a list of 1 to {MaxScripts} paths under the recipes folder.";

        var names = list.EnumerateArray()
            .Select(item => item.ValueKind is JsonValueKind.String ? item.GetString()! : item.GetRawText()).ToList();
        if (names.Find(name => folder.FindScript(name) is null) is { } missing)
            return $"'{Scripts}' names '{missing}', which is not in the recipes folder.";
        return names.Distinct().Count() < names.Count ? $"'{Scripts}' names a script twice." : null;
    }

    public async Task<IReadOnlyDictionary<string, string>> Do(StepContext context, CancellationToken cancellationToken)
    {
        var scripts = StepOptions.Find(context.Options, Scripts)!.Value.EnumerateArray().Select(item => Find(item.GetString()!)).ToList();
        await databases.RunScripts(context.Corporation, scripts, cancellationToken);
        return StepContext.NoOutputs;
    }

    public Task Undo(StepContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The recipe may have been read by another release, whose folder had the script.</summary>
    private SqlScript Find(string name) => folder.FindScript(name) ?? throw new RefusedException(
        Refusal.Unavailable, "script-missing", $"The recipe was begun with the script '{name}', which this host's recipes folder lacks.");
}
