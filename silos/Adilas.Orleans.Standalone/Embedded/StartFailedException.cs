namespace Adilas.Embedded;

/// <summary>The program cannot start, for a reason that whoever started it can mend.</summary>
internal sealed class StartFailedException(string message) : Exception(message);
