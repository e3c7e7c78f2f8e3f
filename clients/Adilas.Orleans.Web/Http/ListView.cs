using Adilas.Paging;

namespace Adilas.Http;

/// <summary>A page of a list as the API shows it.</summary>
/// <param name="Next">The cursor of the next page; <c>null</c> on the last.</param>
internal sealed record ListView<T>(IReadOnlyList<T> Items, string? Next);

internal static class ListView
{
    public static ListView<T> Of<T>(Page<T> page) => new(page.Items, page.Next);

    public static ListView<TView> Of<T, TView>(Page<T> page, Func<T, TView> view) => new([.. page.Items.Select(view)], page.Next);
}
