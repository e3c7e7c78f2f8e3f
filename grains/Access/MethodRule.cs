using System.Reflection;

namespace Adilas.Access;

/// <summary>What the gate needs to know of one grain method, read once from its attributes.</summary>
/// <param name="Action">Names the method in histories: <c>Corporation.Change</c>.</param>
/// <param name="Framework">Set for Orleans' own interfaces; then the rest does not apply.</param>
/// <param name="Through">See <see cref="AllowAttribute.Through"/>.</param>
/// <param name="IsRefused">An interface that nobody classified, or a method without a rule.</param>
internal sealed record MethodRule(
    string Action,
    Subject Subject,
    Caller Caller,
    Permission? Permission,
    Modes Modes,
    string? Through = null,
    FrameworkTraffic? Framework = null,
    bool IsRefused = false)
{
    public static MethodRule Of(MethodInfo method)
    {
        var contract = method.DeclaringType!;
        var action = ActionOf(contract, method);
        if (contract.GetCustomAttribute<SubjectAttribute>() is { } subject && method.GetCustomAttribute<AllowAttribute>() is { } allow)
            return new MethodRule(action, subject.Subject, allow.Caller, allow.Permission, allow.In, allow.Through);

        return FrameworkTable.Interfaces.TryGetValue(FullName(contract), out var traffic)
            ? new MethodRule(action, Subject.Platform, Caller.System, null, Modes.Any, Framework: traffic)
            : new MethodRule(action, Subject.Platform, Caller.System, null, Modes.None, IsRefused: true);
    }

    /// <summary>
    /// In which modes of its corporation this caller may call. What no mode stops is operators' and the runtime's own business: whoever acts
    /// within a corporation looks at nothing of one that is put away or closed, not even at its past.
    /// </summary>
    public Modes ModesFor(CallerContext caller) =>
        Caller is Caller.Member && caller.Kind is (CallerKind.Person or CallerKind.Machine) ? Modes & Modes.Readable : Modes;

    private static string FullName(Type contract) => contract.IsGenericType ? contract.GetGenericTypeDefinition().FullName! : contract.FullName!;

    private static string ActionOf(Type contract, MethodInfo method)
    {
        var noun = contract.Name.AsSpan();
        if (noun is ['I', ..]) noun = noun[1..];
        if (noun.EndsWith("Grain")) noun = noun[..^"Grain".Length];
        return $"{noun}.{method.Name}";
    }
}
