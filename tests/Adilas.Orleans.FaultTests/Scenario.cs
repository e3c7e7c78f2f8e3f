namespace Adilas;

/// <summary>How large a scenario is: under a minute, or with <c>ADILAS_TEST_FULL=1</c> as large as stated.</summary>
internal static class Scenario
{
    /// <summary>For whatever must come sooner or later; generous, since a busy machine is no fault.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("ADILAS_TEST_FULL") is "1";

    public static T Size<T>(T usual, T full) => IsFull ? full : usual;
}
