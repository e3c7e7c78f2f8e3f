namespace Adilas.Access;

/// <summary>
/// A call of ours on its way to a grain, with the seal of its caller. It travels beside the arguments and not in the request context: that is a
/// dictionary which Orleans copies four times a call and sends back with each answer.
/// </summary>
public interface ISealedRequest
{
    /// <summary>See <see cref="Access.Seal"/>; set by the caller's host just before the call is sent.</summary>
    string? Seal { get; set; }
}
