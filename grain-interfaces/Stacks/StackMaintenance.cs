namespace Adilas.Stacks;

/// <summary>A time during which no schedules run in a stack's corporations, save those of a legal duty; it ends by itself.</summary>
/// <param name="From">UTC.</param>
/// <param name="Until">UTC, at most <see cref="MaxDays"/> days away when it was set.</param>
/// <param name="SetBy">Who set it.</param>
[GenerateSerializer, Immutable, Alias("adilas.StackMaintenance")]
public sealed record StackMaintenance(DateTimeOffset From, DateTimeOffset Until, string Reason, string SetBy)
{
    public const int MaxDays = 7;
    public const int MaxReasonLength = 200;
}
