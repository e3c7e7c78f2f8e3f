namespace Adilas.Access;

/// <summary>Tests with refusals of more kinds than a silo counts apart run one after the other with the one that looks at the counts.</summary>
internal static class Refused
{
    public const string Collection = "refused";
}
