namespace Adilas.Settings;

/// <summary>What is wrong with a text that somebody typed, and where.</summary>
/// <param name="Line">From 1; <c>null</c> when it has no place.</param>
internal sealed record TextProblem(int? Line, string Message);
