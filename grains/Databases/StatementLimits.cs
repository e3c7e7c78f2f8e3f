namespace Adilas.Databases;

/// <summary>What statements that are not ours may take.</summary>
/// <param name="Time">Somewhat later than this the server ends a statement by itself, should nobody be left to cancel it.</param>
/// <param name="Rows">How many rows a <c>SELECT</c> without a <c>LIMIT</c> of its own sends at most, where the server knows such a bound.</param>
public sealed record StatementLimits(TimeSpan Time, int Rows);
