using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Adilas.Databases;

/// <summary>The rules that hold between servers, stacks and the default. Never repeats a connection string.</summary>
internal sealed class DatabaseServersValidator : IValidateOptions<DatabasesOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabasesOptions options)
    {
        var problems = options.Servers.Select(Problem).OfType<string>().ToList();
        if (!IsKnown(options, options.DefaultServer)) problems.Add("Databases:DefaultServer names no server of Databases:Servers.");
        problems.AddRange(options.Stacks.Where(stack => !IsKnown(options, stack.Value))
            .Select(stack => $"Databases:Stacks:{stack.Key} names no server of Databases:Servers."));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsKnown(DatabasesOptions options, string server) =>
        options.Servers.ContainsKey(server) || (options.Servers.Count == 0 && server == DatabasesOptions.MainServer);

    private static string? Problem(KeyValuePair<string, string> server)
    {
        if (server.Key.Length is 0 or > 40 || !server.Key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'))
            return "Databases:Servers has a name that is not 1 to 40 lower-case letters, digits or dashes.";
        try
        {
            return new MySqlConnectionStringBuilder(server.Value).Database.Length == 0
                ? null
                : $"Databases:Servers:{server.Key} must not name a database.";
        }
        catch (ArgumentException)
        {
            // The driver's message may repeat what was written, password included.
            return $"Databases:Servers:{server.Key} is not a MySQL connection string.";
        }
    }
}
