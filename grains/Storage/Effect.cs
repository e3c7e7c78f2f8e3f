namespace Adilas.Storage;

/// <summary>
/// A row that a transition stores besides its state, in the same transaction: a job to enqueue, the answer to an operation id.
/// </summary>
/// <param name="Table">A table of the platform database that the store lists as open to effects.</param>
/// <param name="Values">Column and value; strings, numbers, byte arrays and <c>null</c> only. Times are UTC microseconds since 1970.</param>
public sealed record Effect(string Table, IReadOnlyList<KeyValuePair<string, object?>> Values);
