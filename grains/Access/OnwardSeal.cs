namespace Adilas.Access;

/// <summary>The seal for the calls that follow from a call. Signed when the first of them is made: most calls make none.</summary>
internal sealed class OnwardSeal
{
    private readonly CallerContext? caller;
    private readonly DateTimeOffset expiresAt;
    private readonly SealKeyRing? keys;
    private string? text;

    public OnwardSeal(CallerContext caller, DateTimeOffset expiresAt, SealKeyRing keys) =>
        (this.caller, this.expiresAt, this.keys) = (caller, expiresAt, keys);

    /// <summary>One that a silo has signed already.</summary>
    public OnwardSeal(string text) => this.text = text;

    public string Text => text ??= Seal.Sign(caller!, expiresAt, SealRing.Silo, keys!);
}
