namespace Adilas.Components;

/// <summary>What a service answered to a page: a value, or a problem that can be shown.</summary>
internal readonly record struct Answer<T>(T? Value, PageProblem? Problem)
{
    public static implicit operator Answer<T>(PageProblem problem) => new(default, problem);
}
