namespace Adilas.Jobs;

/// <summary>Which kinds of jobs the runtime does itself: the same on all silos, whichever of them have workers.</summary>
public static class JobLanes
{
    /// <summary>Who does jobs of this kind.</summary>
    public static string Of(string kind) => JobLane.BuiltIn.Contains(kind) ? JobLane.Runtime : kind;
}
