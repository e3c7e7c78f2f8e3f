using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Adilas.Corporations;

/// <summary>
/// Text as it is searched: without case and accents, words of letters and digits between single spaces. The accents that are taken off are
/// listed here rather than asked of the machine's Unicode library, which may be missing or of another version: what was folded when a
/// row was stored must be folded the same when it is searched.
/// </summary>
public static class SearchText
{
    /// <summary>How much of a folded text is kept, and so compared, in characters.</summary>
    public const int MaxLength = 120;

    private static readonly (string Base, string Accented)[] Letters =
    [
        ("a", "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
        ("b", "ḃḅḇƀ"),
        ("c", "çćĉċčḉ"),
        ("d", "ďḋḍḏḑḓđð"),
        ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
        ("f", "ḟ"),
        ("g", "ĝğġģǧǵḡ"),
        ("h", "ĥȟḣḥḧḩḫẖħ"),
        ("i", "ìíîïĩīĭįİǐȉȋḭḯỉịı"),
        ("j", "ĵǰ"),
        ("k", "ķǩḱḳḵ"),
        ("l", "ĺļľḷḹḻḽł"),
        ("m", "ḿṁṃ"),
        ("n", "ñńņňǹṅṇṉṋ"),
        ("o", "òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợø"),
        ("p", "ṕṗ"),
        ("r", "ŕŗřȑȓṙṛṝṟ"),
        ("s", "śŝşšſșṡṣṥṧṩẛ"),
        ("t", "ţťțṫṭṯṱẗŧ"),
        ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
        ("v", "ṽṿ"),
        ("w", "ŵẁẃẅẇẉẘ"),
        ("x", "ẋẍ"),
        ("y", "ýÿŷȳẏẙỳỵỷỹ"),
        ("z", "źżžẑẓẕ"),
        ("ae", "æ"),
        ("oe", "œ"),
        ("ss", "ß"),
        ("th", "þ"),
        ("α", "άὰᾶἀἁἂἃἄἅ"),
        ("ε", "έὲἐἑἔἕ"),
        ("η", "ήὴῆἠἡἤἥ"),
        ("ι", "ίϊΐὶῖἰἱἴἵ"),
        ("ο", "όὸὀὁὄὅ"),
        ("σ", "ς"),
        ("υ", "ύϋΰὺῦὐὑὔὕ"),
        ("ω", "ώὼῶὠὡὤὥ"),
        ("е", "ёѐ"),
        ("и", "йѝ"),
        ("і", "ї"),
        ("к", "ќ"),
        ("г", "ѓ"),
        ("у", "ў"),
    ];

    private static readonly FrozenDictionary<char, string> BaseOf = Letters
        .SelectMany(entry => entry.Accented.Select(accented => (accented, entry.Base)))
        .ToFrozenDictionary(pair => pair.accented, pair => pair.Base);

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) continue;
            if (!Rune.IsLetterOrDigit(rune))
            {
                if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
                continue;
            }

            var lower = Rune.ToLowerInvariant(rune);
            if (lower.IsBmp && BaseOf.TryGetValue((char)lower.Value, out var letters)) folded.Append(letters);
            else folded.Append(lower);
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>What a corporation is found by: the beginning of its id, of its name or of any word of the name; all of them folded.</summary>
    public static IEnumerable<string> Words(string id, string name) =>
        Beginnings(Fold(name)).Prepend(Shorten(Fold(id)));

    /// <summary>Whether a corporation is found by a text. One without a letter or digit finds none, and an empty one all.</summary>
    public static bool Finds(string? text, string id, string name)
    {
        if (string.IsNullOrWhiteSpace(text)) return true;
        var beginning = Shorten(Fold(text));
        return beginning.Length > 0 && Words(id, name).Any(word => word.StartsWith(beginning, StringComparison.Ordinal));
    }

    /// <summary>A folded text from each of its words on: what may be looked for starts one of them.</summary>
    public static IEnumerable<string> Beginnings(string folded)
    {
        for (var start = 0; start < folded.Length;)
        {
            yield return Shorten(folded[start..]);
            var space = folded.IndexOf(' ', start);
            start = space < 0 ? folded.Length : space + 1;
        }
    }

    public static string Shorten(string folded) => folded.Length <= MaxLength
        ? folded
        : folded[..(char.IsHighSurrogate(folded[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
