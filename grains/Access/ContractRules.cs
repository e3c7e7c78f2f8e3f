using System.Reflection;

namespace Adilas.Access;

/// <summary>What every grain interface of ours must keep to. A silo checks it before it starts, and so does a test.</summary>
public static class ContractRules
{
    /// <summary>Every broken rule as a sentence; empty when the contract is sound.</summary>
    public static IReadOnlyList<string> Violations(Assembly contracts) => [.. Interfaces(contracts).SelectMany(Violations)];

    /// <exception cref="InvalidOperationException">One of them breaks a rule.</exception>
    internal static void Check(IEnumerable<Type> contracts)
    {
        var violations = contracts.SelectMany(Violations).ToList();
        if (violations.Count > 0) throw new InvalidOperationException("The contract is not sound: " + string.Join(' ', violations));
    }

    internal static IEnumerable<Type> Interfaces(Assembly contracts) =>
        contracts.GetExportedTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain)));

    internal static IEnumerable<string> Violations(Type contract)
    {
        if (contract.GetCustomAttribute<SubjectAttribute>() is null) yield return $"{contract.Name} does not declare its subject.";
        if (contract.IsGenericType) yield return $"{contract.Name} is generic.";
        foreach (var method in contract.GetMethods().Where(method => !method.IsStatic))
        {
            var name = $"{contract.Name}.{method.Name}";
            if (method.GetCustomAttribute<AllowAttribute>() is null) yield return $"{name} does not declare who may call it.";
            if (method.IsGenericMethod) yield return $"{name} is generic: such calls reach the gate under another name.";
            if (!method.ReturnType.IsAssignableTo(typeof(Task))) yield return $"{name} does not return a Task.";
            if (method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken))
                yield return $"{name} does not end with a cancellation token.";
        }
    }
}
