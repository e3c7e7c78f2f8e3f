namespace Adilas.Objects;

/// <param name="Count">How many objects this call deleted.</param>
/// <param name="More">Whether objects with the prefix remain: call again.</param>
public readonly record struct DeletedObjects(int Count, bool More);
