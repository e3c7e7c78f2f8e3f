using System.Text.Json.Serialization;
using Adilas.Access;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Calendars;

/// <summary>What is stored about one schedule. Where it stands is a row beside it: see <see cref="IScheduleStore"/>.</summary>
[GenerateSerializer, Immutable, Alias("adilas.ScheduleState")]
internal sealed record ScheduleState : JournalState
{
    /// <summary><c>null</c>: there is no such schedule, or no longer.</summary>
    [Id(0)] public ScheduleDefinition? Definition { get; init; }

    /// <summary>When its timing was set: intervals count from then.</summary>
    [Id(1)] public DateTimeOffset SetAt { get; init; }

    /// <summary>When it was due next as it was changed.</summary>
    [Id(2)] public DateTimeOffset? NextAt { get; init; }

    [Id(3)] public DateTimeOffset CreatedAt { get; init; }

    [Id(4)] public DateTimeOffset ChangedAt { get; init; }

    [Id(5)] public string ChangedBy { get; init; } = "";

    [JsonIgnore] public bool Exists => Definition is not null;

    /// <param name="definition">As <see cref="ScheduleRules.Check"/> answered.</param>
    /// <param name="dueAt">The first time of it that nobody has looked after.</param>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Stale"/>; <see cref="Refusal.VersionRequired"/>: there is another; <see cref="Refusal.Invalid"/>: its one time is past.
    /// </exception>
    public ScheduleState Set(ScheduleDefinition definition, DateTimeOffset? dueAt, long? expectedVersion, CallerContext by, DateTimeOffset now)
    {
        if (!Exists && expectedVersion > 0)
            throw new RefusedException(Refusal.Stale, "version-stale", $"Version {expectedVersion} was expected, but there is no such schedule.", "If-Match");
        if (Exists) CheckVersion(expectedVersion);
        if (definition == Definition) return this;
        if (Exists && expectedVersion is null)
            throw new RefusedException(Refusal.VersionRequired, "if-match-required", "To change a schedule, say which version you read.", "If-Match");

        var keepsTiming = definition.Timing == Definition?.Timing && definition.From == Definition?.From;
        if (!keepsTiming && definition.Timing.At <= now)
            throw new RefusedException(Refusal.Invalid, "at-past", "'at' must lie in the future.", "at");

        var setAt = keepsTiming ? SetAt : StoredTime.Whole(now);
        var keepsTimes = keepsTiming && definition.Until == Definition?.Until && definition.IsEnabled == Definition?.IsEnabled;
        return this with
        {
            Definition = definition,
            SetAt = setAt,
            NextAt = keepsTimes ? dueAt : new ScheduleRule(definition, setAt).Next(now),
            CreatedAt = Exists ? CreatedAt : now,
            ChangedAt = now,
            ChangedBy = by.OnBehalfOf ?? by.Actor,
        };
    }

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>.</exception>
    public ScheduleState Remove(long? expectedVersion, CallerContext by, DateTimeOffset now)
    {
        CheckExists();
        CheckVersion(expectedVersion);
        return new ScheduleState { Version = Version, CreatedAt = CreatedAt, ChangedAt = now, ChangedBy = by.OnBehalfOf ?? by.Actor };
    }

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    public ScheduleDefinition CheckExists() =>
        Definition ?? throw new RefusedException(Refusal.NotFound, "schedule-unknown", "There is no such schedule.");
}
