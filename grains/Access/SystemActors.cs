using System.Collections.Frozen;
using Adilas.Corporations;

namespace Adilas.Access;

/// <summary>The runtime's own actors. Timers, reminders and sagas act under one of these names or not at all.</summary>
public sealed class SystemActors
{
    public const string Provisioning = "~provisioning";
    public const string Dispatcher = "~dispatcher";
    public const string Bootstrap = "~bootstrap";
    public const string Feed = "~feed";
    public const string Drafts = "~drafts";
    public const string Work = "~work";

    private static readonly FrozenSet<string> Names = new[] { Provisioning, Dispatcher, Bootstrap, Feed, Drafts, Work }.ToFrozenSet(StringComparer.Ordinal);

    private readonly SealBook seals;

    internal SystemActors(SealBook seals) => this.seals = seals;

    /// <summary>
    /// Acts as a system actor until the handle is disposed: calls made meanwhile carry its seal, writes its name.
    /// </summary>
    /// <param name="corporation">The one corporation that it acts for; <c>null</c> for platform business.</param>
    /// <param name="onBehalfOf">Who asked for it, when somebody did.</param>
    public CallScope.Handle Enter(string name, CorporationId? corporation, string? onBehalfOf = null)
    {
        if (!Names.Contains(name)) throw new ArgumentException($"'{name}' is not a system actor.", nameof(name));

        var caller = new CallerContext(CallerKind.System, name, onBehalfOf, corporation);
        return new CallScope(caller, name[1..], Modes.Any) { Onward = seals.Vouch(caller) }.Enter();
    }
}
