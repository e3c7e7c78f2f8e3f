namespace Adilas.Access;

/// <summary>
/// Names one command of one caller, so that sending it again is answered with what was stored the first time. Travels beside the
/// seal in the request context, for the first grain of a call only.
/// </summary>
/// <param name="Id">Chosen by the caller, 1 to 100 visible ASCII characters; two callers may choose the same.</param>
/// <param name="RequestHash">SHA-256 of the request in hex: the same id with another request is a conflict.</param>
public sealed record OperationKey(string Id, string RequestHash)
{
    public const int MaxIdLength = 100;

    /// <summary>The name of the request-context entry in which the key travels, as <c>{hash} {id}</c>.</summary>
    public const string Header = "adilas.operation";

    public static bool IsValidId(string? id) => id is { Length: > 0 and <= MaxIdLength } && id.All(c => c is >= '!' and <= '~');

    public override string ToString() => $"{RequestHash} {Id}";

    public static OperationKey? Parse(string? text) =>
        text?.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space && IsValidId(text[(space + 1)..])
            ? new OperationKey(text[(space + 1)..], text[..space])
            : null;
}
