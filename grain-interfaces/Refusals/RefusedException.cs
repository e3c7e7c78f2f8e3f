namespace Adilas.Refusals;

/// <summary>
/// The runtime understood the request and declined it; nothing was changed (except, perhaps, for
/// <see cref="Refusal.OutcomeUnknown"/>). The only exception that grains throw on purpose.
/// Derives from <see cref="OrleansException"/> because Orleans' storage bridge wraps every other type.
/// </summary>
/// <param name="refusal">The kind, which decides the status that a caller sees.</param>
/// <param name="code">Stable, kebab-case name of the broken rule.</param>
/// <param name="message">A sentence for people; never holds secrets.</param>
/// <param name="field">The input that broke the rule, as the caller names it.</param>
[GenerateSerializer, Alias("adilas.RefusedException")]
public sealed class RefusedException(Refusal refusal, string code, string message, string? field = null) : OrleansException(message)
{
    [Id(0)] public Refusal Refusal { get; init; } = refusal;

    /// <summary>Stable, kebab-case name of the broken rule, for callers to branch on. Never translated.</summary>
    [Id(1)] public string Code { get; init; } = code;

    /// <summary>The input that broke the rule, as the caller names it; <c>null</c> when no single one did.</summary>
    [Id(2)] public string? Field { get; init; } = field;
}
