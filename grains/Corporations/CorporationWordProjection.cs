using Adilas.Storage;

namespace Adilas.Corporations;

/// <summary>One row for each beginning by which a corporation is found: its id, and its name from every word on.</summary>
internal sealed class CorporationWordProjection() : ListProjection<CorporationState>(StorageNames.Corporation, "corporation_word", "word")
{
    protected override IReadOnlyList<IReadOnlyList<object?>> Rows(string grainKey, CorporationState state) =>
        state.Registration is { } it ? [.. Words(grainKey, it.Name).Select(word => (IReadOnlyList<object?>)[word])] : [];

    private static IEnumerable<string> Words(string id, string name) => SearchText.Words(id, name)
        .Where(word => word.Length > 0)
        .Distinct(StringComparer.Ordinal);
}
