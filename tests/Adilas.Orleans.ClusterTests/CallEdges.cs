using System.Collections.Concurrent;
using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace Adilas;

/// <summary>
/// Writes down which kinds of grains wait for which. Between them the way is down only: sagas, user, membership, corporation, its leaves,
/// services of the platform; drafts of settings above the layers that they change. Whoever waited upwards or for its like could be waited for in a circle, until the timeout.
/// </summary>
internal sealed class CallEdges : IOutgoingGrainCallFilter
{
    private static readonly string[][] Levels =
    [
        ["provisioning-dispatcher", "settings-schedule", "publisher", "job-clock", "calendar-clock"],
        ["provisioning"],
        ["user"],
        ["membership"],
        ["corporation"],
        ["settings-drafts", "schedules", "bulk-operations", "webhooks"],
        ["settings-draft", "schedule", "bulk-operation", "webhook"],
        ["settings-profile", "api-key", "corporation-history", "job-queue"],
        [
            "job-dispatcher", "stack-directory", "stack", "feed", "census", "api-key-directory", "corporation-directory", "settings-directory",
            "settings-overview", "work-overview",
        ],
    ];

    private readonly ConcurrentDictionary<(string From, string To), bool> seen = new();

    public IReadOnlyCollection<(string From, string To)> Seen => [.. seen.Keys.Order()];

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.SourceId is { } source && IsOurs(source) && IsOurs(context.TargetId) && IsAwaited(context.Request))
            seen.TryAdd((source.Type.ToString()!, context.TargetId.Type.ToString()!), true);
        return context.Invoke();
    }

    /// <summary>What leads upwards, to its own level, or to a kind that has none yet; as sentences.</summary>
    public static IEnumerable<string> Faults(IEnumerable<(string From, string To)> edges)
    {
        foreach (var (from, to) in edges)
        {
            var (above, below) = (LevelOf(from), LevelOf(to));
            if (above < 0 || below < 0) yield return $"{(above < 0 ? from : to)} has no level: give it one.";
            else if (above >= below) yield return $"{from} waits for {to}.";
        }
    }

    // Silos' own targets and clients have dots in their names, and ours have none.
    private static bool IsOurs(GrainId id) => !id.Type.ToString()!.Contains('.', StringComparison.Ordinal);

    private static bool IsAwaited(IInvokable request) => request is not RequestBase { Options: var options } || !options.HasFlag(InvokeMethodOptions.OneWay);

    private static int LevelOf(string type) => Array.FindIndex(Levels, level => level.Contains(type));
}
