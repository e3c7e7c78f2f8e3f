namespace Adilas.Access;

/// <summary>
/// Declares that running a method twice leaves the same state and gives the same answer as running it once, so that the client
/// library may send it again after a time-out, or a second time in parallel. Reads are; commands are when the caller supplies every id.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RepeatableAttribute : Attribute;
