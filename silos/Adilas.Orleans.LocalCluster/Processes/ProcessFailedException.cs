namespace Adilas.LocalCluster;

/// <summary>A child process did not do what was waited for. The message names it, its log file and its last lines.</summary>
public sealed class ProcessFailedException(ChildProcess child, string what, Exception? inner = null)
    : Exception(MessageOf(child, what, inner), inner)
{
    private const int MaxLines = 30;

    private static string MessageOf(ChildProcess child, string what, Exception? inner)
    {
        var reason = inner is null ? "" : $" ({inner.Message})";
        var log = child.LogFile is { } file ? $" Its log is {file}." : "";
        var output = string.Join('\n', child.Output.Split('\n').TakeLast(MaxLines));
        return $"'{child.Name}' (process {child.Id}) {what}{reason}.{log}{(output.Length is 0 ? "" : $" Its last lines:\n{output}")}";
    }
}
