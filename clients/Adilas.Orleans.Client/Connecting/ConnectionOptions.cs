using Microsoft.Extensions.Options;

namespace Adilas.Connecting;

/// <summary>Where the cluster is found. Read from <c>ConnectionStrings:Aurora</c> and the section <c>Cluster</c>.</summary>
internal sealed class ConnectionOptions
{
    public const string Section = "Cluster";
    public const string Database = "Aurora";
    public const int MaxIdLength = 150;

    /// <summary>The platform database, in which silos announce themselves.</summary>
    public string? Aurora { get; set; }

    /// <summary>Which cluster in that database, 1 to 150 characters. Default <c>adilas</c>.</summary>
    public string ClusterId { get; set; } = "adilas";

    /// <summary>The name under which grains are stored, 1 to 150 characters, the same for every release. Default <c>adilas</c>.</summary>
    public string ServiceId { get; set; } = "adilas";
}

internal sealed class ConnectionOptionsValidator : IValidateOptions<ConnectionOptions>
{
    public ValidateOptionsResult Validate(string? name, ConnectionOptions options)
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(options.Aurora))
            problems.Add($"ConnectionStrings:{ConnectionOptions.Database} is missing: the platform database in which the cluster is found.");
        if (!IsId(options.ClusterId)) problems.Add($"{ConnectionOptions.Section}:ClusterId needs 1 to {ConnectionOptions.MaxIdLength} characters.");
        if (!IsId(options.ServiceId)) problems.Add($"{ConnectionOptions.Section}:ServiceId needs 1 to {ConnectionOptions.MaxIdLength} characters.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsId(string? id) => id?.Trim() is { Length: > 0 and <= ConnectionOptions.MaxIdLength };
}
