using Adilas.Access;
using Adilas.Storage;

namespace Adilas.Journal;

/// <summary>One activation's hold on its state, as Orleans keeps it.</summary>
internal sealed class Activation(TestJournal journal, GrainId id)
{
    public GrainState<ThingState> Held { get; } = new(new ThingState());

    public ThingState State => Held.State!;

    public long Version => JournalETag.Version(Held.ETag);

    public Task Read() => journal.Storage.ReadStateAsync(StorageNames.Corporation, id, Held);

    public async Task Write(ThingState next, Modes modes = Modes.Any, CancellationToken cancellationToken = default)
    {
        using var call = TestJournal.Call(modes);
        Held.State = next;
        await journal.Storage.WriteStateAsync(StorageNames.Corporation, id, Held, cancellationToken);
    }

    public Task Write(string text, Modes modes = Modes.Any) => Write(new ThingState { Text = text, Mode = State.Mode }, modes);

    public async Task Clear()
    {
        using var call = TestJournal.Call();
        await journal.Storage.ClearStateAsync(StorageNames.Corporation, id, Held);
    }
}
