namespace Adilas.Access;

/// <summary>
/// The call that is being served: who makes it, through which method, under which rule. The gate sets it before a grain runs, the
/// journal reads actor and action from it, and a write outside any scope is refused. Flows with the call, not with the activation.
/// </summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Action">The grain interface method, for example <c>Corporation.Rename</c>; names a change in its history.</param>
/// <param name="Modes">The modes of the corporation in which what is written may be stored.</param>
/// <param name="Operation">The caller's operation id, when this call is the one that it names.</param>
public sealed record CallScope(CallerContext Caller, string Action, Modes Modes, OperationKey? Operation = null)
{
    private static readonly AsyncLocal<CallScope?> Ambient = new();

    /// <summary>The seal of the calls that follow; <c>null</c> where none may.</summary>
    internal OnwardSeal? Onward { get; init; }

    /// <summary>The call that is being served; <c>null</c> outside any.</summary>
    public static CallScope? Current => Ambient.Value;

    /// <summary>Makes this the current call until the returned handle is disposed.</summary>
    public Handle Enter()
    {
        var outer = Ambient.Value;
        Ambient.Value = this;
        return new Handle(outer);
    }

    /// <summary>Restores the scope that was current before.</summary>
    public readonly struct Handle(CallScope? outer) : IDisposable
    {
        public void Dispose() => Ambient.Value = outer;
    }
}
