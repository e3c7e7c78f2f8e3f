using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Storage;
using Adilas.Users;

namespace Adilas.Journal;

/// <summary>A state with everything that a state may have.</summary>
[GenerateSerializer, Immutable, Alias("adilas.tests.ThingState")]
internal sealed record ThingState : JournalState
{
    [Id(0)] public string Text { get; init; } = "";

    [Id(1)] public Modes Mode { get; init; }

    [Id(2)] public UserId? Owner { get; init; }

    [PersonalData(nameof(Owner))]
    [Id(3)] public string? Email { get; init; }

    [Id(4)] public ImmutableList<ThingPart>? Parts { get; init; }
}

[GenerateSerializer, Immutable, Alias("adilas.tests.ThingPart")]
internal sealed record ThingPart(
    [property: Id(0)] UserId Person, [property: Id(1), PersonalData("Person")] string? Note, [property: Id(2)] string? Plain = null);

/// <summary>A thing with a mode is a corporation.</summary>
internal sealed class ThingFact() : Projection<ThingState>(StorageNames.Corporation, "corporation_fact", "mode", "stack", "changed_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, ThingState state) =>
        state.Mode == Modes.None ? null : [(int)state.Mode, "data0", RowTime.Commit];
}

internal sealed class ThingWords() : ListProjection<ThingState>(StorageNames.Corporation, "corporation_word", "word")
{
    protected override IReadOnlyList<IReadOnlyList<object?>> Rows(string grainKey, ThingState state) =>
        [.. state.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(5).Select(word => (IReadOnlyList<object?>)[word[..Math.Min(50, word.Length)]])];
}
