namespace Adilas.Access;

/// <summary>
/// Declares who may call a grain method, and in which modes of the corporation. Every method of ours carries it: a
/// silo with a method that lacks it refuses to start. System actors pass every rule, within their own corporation.
/// Calls of such a method carry their caller's seal in the request itself.
/// </summary>
[InvokableBaseType(typeof(GrainReference), typeof(Task), typeof(SealedRequest))]
[InvokableBaseType(typeof(GrainReference), typeof(Task<>), typeof(SealedRequest<>))]
[AttributeUsage(AttributeTargets.Method)]
public sealed class AllowAttribute : Attribute
{
    public AllowAttribute(Caller caller) => Caller = caller;

    public AllowAttribute(Caller caller, Permission permission)
    {
        Caller = caller;
        Permission = permission;
    }

    public Caller Caller { get; }

    /// <summary>What the caller must hold; <c>null</c> when the caller's kind is enough.</summary>
    public Permission? Permission { get; }

    /// <summary>
    /// The modes of the addressed corporation in which the method may run. Default: <see cref="Modes.Live"/> alone. Where members may call, they
    /// may in those of them that are <see cref="Modes.Readable"/>.
    /// </summary>
    public Modes In { get; init; } = Modes.Live;

    /// <summary>
    /// The type of the grain through which alone the method may be asked, in the name of whoever called that; <c>null</c>: from anywhere. For
    /// what another grain keeps within bounds.
    /// </summary>
    public string? Through { get; init; }
}
