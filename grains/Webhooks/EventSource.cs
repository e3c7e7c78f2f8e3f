using System.Text.Json;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Storage;

namespace Adilas.Webhooks;

/// <summary>Tells of changes in the transaction that stores them.</summary>
internal static class EventSource
{
    /// <summary>The state, with an event to be stored with it. One that is no news, or has not changed at all, tells nothing.</summary>
    public static TState Tell<TState>(
        this TState next, TState before, CorporationId corporation, string type, DateTimeOffset now, Action<Utf8JsonWriter> writeData)
        where TState : JournalState
    {
        if (ReferenceEquals(next, before)) return next;
        var caller = CallScope.Current!.Caller;
        return next with { Told = [.. next.Told, CorporationEvent.Of(corporation, type, caller.OnBehalfOf ?? caller.Actor, now, writeData)] };
    }
}
