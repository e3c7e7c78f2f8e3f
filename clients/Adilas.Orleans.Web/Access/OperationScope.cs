namespace Adilas.Access;

/// <summary>Makes one grain call under the operation that the caller named, if it named one.</summary>
internal static class OperationScope
{
    public static async Task<T> As<T>(this CallerAccessor callers, OperationKey? operation, Func<Task<T>> call)
    {
        if (operation is null) return await call();
        using (callers.UseOperation(operation)) return await call();
    }
}
