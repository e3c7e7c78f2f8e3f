using System.Collections.Concurrent;
using System.Reflection;
using Adilas.Access;
using Orleans.Concurrency;

namespace Adilas.Calls;

/// <summary>What the contract says about one grain method, read once.</summary>
internal sealed class CallRule
{
    private static readonly ConcurrentDictionary<MethodInfo, CallRule> Known = new();
    private static readonly CallRule Framework = new();

    private static readonly MethodInfo BoxingMethod =
        typeof(CallRule).GetMethod(nameof(Boxed), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly MethodInfo? method;
    private readonly Func<Task, Task<object?>>? boxed;

    private CallRule()
    {
    }

    private CallRule(MethodInfo method, AllowAttribute allowed)
    {
        this.method = method;
        IsOurs = true;
        IsRepeatable = method.IsDefined(typeof(RepeatableAttribute)) && !method.IsDefined(typeof(OneWayAttribute));

        // A question carries a permission to read, or none at all: Prove is the one that everybody may ask.
        IsQuestion = allowed.Permission?.ToString().EndsWith("Read", StringComparison.Ordinal) ?? allowed.Caller is Caller.Public;
        boxed = method.ReturnType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Task<>)
            ? BoxingMethod.MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<Task, Task<object?>>>()
            : null;
    }

    /// <summary>Whether the method belongs to our contracts, and not to the framework.</summary>
    public bool IsOurs { get; }

    /// <summary>Whether it may be sent again, or twice.</summary>
    public bool IsRepeatable { get; }

    /// <summary>Whether it changes nothing.</summary>
    public bool IsQuestion { get; }

    /// <summary>Whether it answers with a value.</summary>
    public bool HasResult => boxed is not null;

    /// <summary>Whether a second call can be made by <see cref="Call"/>.</summary>
    public bool CanCall => boxed is not null || method?.ReturnType == typeof(Task);

    public static CallRule Of(MethodInfo? method)
    {
        if (method is null) return Framework;
        if (Known.TryGetValue(method, out var rule)) return rule;

        return Known[method] = method.GetCustomAttribute<AllowAttribute>() is { } allowed ? new CallRule(method, allowed) : Framework;
    }

    /// <summary>Makes a fresh call; the value is <c>null</c> for a method without a result.</summary>
    public async Task<object?> Call(object grain, object?[] arguments)
    {
        var call = (Task)method!.Invoke(grain, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;
        if (boxed is not null) return await boxed(call);

        await call;
        return null;
    }

    private static async Task<object?> Boxed<T>(Task call) => await (Task<T>)call;
}
