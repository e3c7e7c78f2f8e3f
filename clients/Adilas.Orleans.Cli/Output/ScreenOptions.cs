namespace Adilas.Output;

/// <summary>How a person wants to see things.</summary>
internal sealed record ScreenOptions(bool Json, bool Quiet, bool Color);
