using Adilas.Components;
using Adilas.Jobs.Bulk;

namespace Adilas.Jobs;

/// <summary>What a bulk operation is about and came to, in words.</summary>
internal static class BulkWords
{
    /// <summary>Completes "Cancel …" and "Retry …".</summary>
    public static string Filter(JobQuery filter)
    {
        var parts = new List<string>();
        if (filter.State is { } state) parts.Add($"“{JobWords.Name(state)}”");
        if (filter.Kind is { } kind) parts.Add($"of kind {kind}");
        if (filter.Queue is { } queue) parts.Add($"in queue {queue}");
        if (filter.From is { } from) parts.Add($"from {PageTime.Utc(from)}");
        if (filter.To is { } to) parts.Add($"before {PageTime.Utc(to)}");
        return parts.Count == 0 ? "all jobs" : $"jobs {string.Join(", ", parts)}";
    }

    /// <summary>Without the moment at which it was ordered, up to which all are meant.</summary>
    public static string Filter(BulkOperation it) => Filter(it.Filter.To > it.OrderedAt ? it.Filter with { To = null } : it.Filter);

    public static string Count(BulkOperation it)
    {
        var expected = it.Expected >= JobQueue.MaxCount ? $"{JobQueue.MaxCount:N0} or more" : $"{it.Expected:N0}";
        return it.Phase is BulkPhase.Running
            ? $"{it.Done + it.Skipped:N0} of {expected}"
            : $"{it.Done:N0} changed{(it.Skipped > 0 ? $", {it.Skipped:N0} left as they are" : "")}";
    }
}
