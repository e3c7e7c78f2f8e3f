using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Adilas.Settings.Catalogue;

/// <summary>The forms that a text may have to have, by the names under which the catalogue asks for them.</summary>
/// <param name="Description">To follow "must be".</param>
internal sealed partial record CataloguePattern(string Description, Regex Form)
{
    public static FrozenDictionary<string, CataloguePattern> All { get; } = new Dictionary<string, CataloguePattern>
    {
        ["country"] = new("two capital letters such as DE", TwoCapitals()),
        ["currency"] = new("three capital letters such as EUR", ThreeCapitals()),
        ["extension"] = new("an ending such as pdf", LowerLettersOrDigits()),
        ["host"] = new("a host name such as mail.example.com", HostName()),
        ["identifier"] = new("a name of letters, digits and - _ . :", Identifier()),
        ["time"] = new("a time such as 02:30", TimeOfDay()),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    [GeneratedRegex(@"^[A-Z]{2}\z")]
    private static partial Regex TwoCapitals();

    [GeneratedRegex(@"^[A-Z]{3}\z")]
    private static partial Regex ThreeCapitals();

    [GeneratedRegex(@"^[a-z0-9]+\z")]
    private static partial Regex LowerLettersOrDigits();

    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\z")]
    private static partial Regex HostName();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.:-]*\z")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^(?:[01][0-9]|2[0-3]):[0-5][0-9]\z")]
    private static partial Regex TimeOfDay();
}
