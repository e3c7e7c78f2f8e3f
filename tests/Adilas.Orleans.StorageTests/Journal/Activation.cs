using Adilas.Access;
using Adilas.Storage;

namespace Adilas.Journal;

/// <summary>One activation's hold on its state, as Orleans keeps it.</summary>
internal sealed class Activation(TestJournal journal, GrainId id)
{
    /// <summary>Things without an owner are corporations; what belongs to one changes none of its facts.</summary>
    public string StateName { get; } = StateNameOf(id.Key.ToString()!);

    public GrainState<ThingState> Held { get; } = new(new ThingState());

    public ThingState State => Held.State!;

    public long Version => JournalETag.Version(Held.ETag);

    public static string StateNameOf(string key) =>
        key.Contains('/', StringComparison.Ordinal) ? StorageNames.Membership : StorageNames.Corporation;

    public Task Read() => journal.Storage.ReadStateAsync(StateName, id, Held);

    public Task Write(ThingState next, Modes modes = Modes.Any) => WriteUnlessCancelled(next, modes, CancellationToken.None);

    public async Task WriteUnlessCancelled(ThingState next, Modes modes, CancellationToken cancellationToken)
    {
        using var call = TestJournal.Call(modes);
        Held.State = next;
        await journal.Storage.WriteStateAsync(StateName, id, Held, cancellationToken);
    }

    public Task Write(string text, Modes modes = Modes.Any) => Write(new ThingState { Text = text, Mode = State.Mode }, modes);

    public async Task Clear()
    {
        using var call = TestJournal.Call();
        await journal.Storage.ClearStateAsync(StateName, id, Held);
    }
}
