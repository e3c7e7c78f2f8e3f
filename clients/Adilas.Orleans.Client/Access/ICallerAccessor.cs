namespace Adilas.Access;

/// <summary>
/// Tells the client library who makes a grain call. A front end that knows its caller some other way than through
/// <see cref="CallerAccessor"/> registers its own implementation before it adds the client.
/// </summary>
public interface ICallerAccessor
{
    /// <summary>Who is acting now; <c>null</c> when nobody has said, which counts as <see cref="CallerContext.Anonymous"/>.</summary>
    CallerContext? Current { get; }
}
