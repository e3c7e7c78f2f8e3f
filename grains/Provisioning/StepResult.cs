using Adilas.Stacks;

namespace Adilas.Provisioning;

/// <summary>How an attempt ended.</summary>
/// <param name="Stack">Set by the step that chose it.</param>
/// <param name="Reason">Why it failed; <c>null</c> when it did not.</param>
/// <param name="IsFinal">Whether another attempt could not do better.</param>
/// <param name="IsForeign">Whether this release does not know the step at all, and so can neither do nor undo it.</param>
internal sealed record StepResult(
    IReadOnlyDictionary<string, string> Outputs, StackId? Stack = null, string? Reason = null, bool IsFinal = false, bool IsForeign = false)
{
    public static StepResult Failed(string reason, bool isFinal) => new(StepContext.NoOutputs, Reason: reason, IsFinal: isFinal);

    public static StepResult Foreign(string type) => new(
        StepContext.NoOutputs,
        Reason: $"No step of type '{type}' is known to this release. Run one that has it, then retry.",
        IsFinal: true,
        IsForeign: true);
}
