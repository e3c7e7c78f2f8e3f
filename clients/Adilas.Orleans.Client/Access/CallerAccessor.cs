namespace Adilas.Access;

/// <summary>Keeps the caller with the flow of execution: what is set in one request or circuit is not seen in another.</summary>
public sealed class CallerAccessor : ICallerAccessor
{
    private readonly AsyncLocal<CallerContext?> caller = new();
    private readonly AsyncLocal<PendingOperation?> operation = new();

    private readonly AsyncLocal<CallerContext?> library = new();

    public CallerContext? Current => caller.Value;

    /// <summary>Who the library itself is while it keeps its copies; goes before whoever is acting.</summary>
    internal CallerContext? Library => library.Value;

    /// <summary>Makes <paramref name="context"/> the caller of every grain call until the returned handle is disposed.</summary>
    public IDisposable Use(CallerContext context) => new Restoring<CallerContext>(caller, context);

    /// <summary>
    /// Sends <paramref name="key"/> with the first grain call that is made before the returned handle is disposed, and with none after it:
    /// that call is answered from what was stored when the same operation was already done.
    /// </summary>
    public IDisposable UseOperation(OperationKey key) => new Restoring<PendingOperation>(operation, new PendingOperation(key));

    internal IDisposable UseLibrary(CallerContext context) => new Restoring<CallerContext>(library, context);

    /// <summary>The operation of the enclosing scope, once.</summary>
    internal OperationKey? TakeOperation() => operation.Value?.Take();

    /// <summary>Shared by every flow that starts inside the scope, so that only one call of them all takes the key.</summary>
    private sealed class PendingOperation(OperationKey key)
    {
        private OperationKey? pending = key;

        public OperationKey? Take() => Interlocked.Exchange(ref pending, null);
    }

    private sealed class Restoring<T> : IDisposable
        where T : class
    {
        private readonly AsyncLocal<T?> slot;
        private readonly T? outer;

        public Restoring(AsyncLocal<T?> slot, T value)
        {
            (this.slot, outer) = (slot, slot.Value);
            slot.Value = value;
        }

        public void Dispose() => slot.Value = outer;
    }
}
