using Adilas.Journal;
using Adilas.Refusals;

namespace Adilas.Personal;

/// <summary>
/// What the JSON serializer's hooks need while one state is written or read. They take no arguments, so it is handed to them by the
/// thread, for the time of one synchronous call. Keys that are not at hand are noted and the call is made again with them.
/// </summary>
internal sealed class PersonalScope(JournalKey key, IReadOnlyDictionary<string, byte[]?>? keys)
{
    [ThreadStatic]
    private static PersonalScope? current;

    private HashSet<string>? missing;
    private HashSet<string>? hidden;

    public static PersonalScope Current =>
        current ?? throw new InvalidOperationException("Personal data is written and read by the journal alone.");

    /// <summary>Persons whose keys were needed and not given.</summary>
    public IReadOnlyCollection<string> Missing => missing ?? [];

    /// <summary>Whether this text was made by hiding something here, and is not somebody's own words.</summary>
    public bool HasHidden(string text) => hidden?.Contains(text) is true;

    public T Run<T>(Func<T> work)
    {
        var outer = current;
        current = this;
        try
        {
            return work();
        }
        finally
        {
            current = outer;
        }
    }

    public string Hide(string? person, string property, string text)
    {
        if (string.IsNullOrEmpty(person))
            throw new RefusedException(Refusal.Invalid, "person-missing", "Personal data needs to say whose it is.");
        if (keys is not null && keys.TryGetValue(person, out var known) && known is not null)
        {
            var cipher = PersonalCipher.Hide(known, person, new PersonalPlace(key, property), text);
            (hidden ??= new HashSet<string>(StringComparer.Ordinal)).Add(cipher);
            return cipher;
        }

        (missing ??= new HashSet<string>(StringComparer.Ordinal)).Add(person);
        return "";
    }

    /// <summary>The text itself; <c>null</c> once its person was erased.</summary>
    public string? Open(string property, string text)
    {
        if (PersonalCipher.PersonOf(text) is not { } person) return text;
        if (keys is not null && keys.TryGetValue(person, out var known))
            return known is null ? null : PersonalCipher.Open(known, person, new PersonalPlace(key, property), text);

        (missing ??= new HashSet<string>(StringComparer.Ordinal)).Add(person);
        return null;
    }
}
