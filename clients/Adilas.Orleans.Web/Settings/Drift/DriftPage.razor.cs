using Adilas.Components;
using Microsoft.AspNetCore.Components;

namespace Adilas.Settings.Drift;

/// <summary>What differs between two. All that decides what it shows is in its address.</summary>
public sealed partial class DriftPage
{
    private const int PageSize = 50;

    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(400);

    private readonly Latest loads = new();
    private readonly Latest keys = new();
    private string left = "";
    private string right = "";
    private string text = "";
    private (string Left, string Right, string Text)? typed;
    private (string?, string?, string?, string?)? shown;
    private List<DriftView>? rows;
    private string? next;
    private PageProblem? problem;
    private bool isLoading;

    [SupplyParameterFromQuery] private string? Left { get; set; }

    [SupplyParameterFromQuery] private string? Right { get; set; }

    [SupplyParameterFromQuery] private string? Query { get; set; }

    [SupplyParameterFromQuery] private string? Cursor { get; set; }

    private (ProfileScope Left, ProfileScope Right)? Wanted =>
        ProfileScope.TryParse(Left, out var one) && ProfileScope.TryParse(Right, out var other) ? (one, other) : null;

    /// <summary>What was typed and names no layer; <c>null</c> when nothing was.</summary>
    private string? Malformed => new[] { Left, Right }.FirstOrDefault(scope => scope is not null && !ProfileScope.TryParse(scope, out _));

    public void Dispose()
    {
        loads.Dispose();
        keys.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var wanted = (Left, Right, Query, Cursor);
        if (shown == wanted) return;

        // What is being typed runs ahead of the address that typing made; only an address from elsewhere replaces it.
        if ((Left?.Trim() ?? "", Right?.Trim() ?? "", Query?.Trim() ?? "") != typed)
        {
            if (Left?.Trim() != left.Trim()) left = Left ?? "";
            if (Right?.Trim() != right.Trim()) right = Right ?? "";
            if (Query?.Trim() != text.Trim()) text = Query ?? "";
            typed = null;
        }

        shown = wanted;
        if (RendererInfo.IsInteractive) await Load();
    }

    private async Task Load()
    {
        var token = loads.Begin();
        (rows, next, problem) = (null, null, null);
        if (Wanted is not { } wanted) return;

        isLoading = true;
        var answer = await Calls.Ask(
            "find drift", cancel => Drift.Find(wanted.Left, wanted.Right, Query, Cursor, PageSize, cancel), token);
        if (token.IsCancellationRequested) return;
        (rows, next, problem, isLoading) = (answer.Value is { } page ? [.. page.Items] : null, answer.Value?.Next, answer.Problem, false);
    }

    private static string? Invalid(string? scope) => scope is null || ProfileScope.TryParse(scope, out _) ? null : "true";

    private async Task ShowSoon()
    {
        if (await keys.Begin(TypingPause) is not null) Show();
    }

    private void Clear()
    {
        text = "";
        Show();
    }

    private void Show()
    {
        typed = (left.Trim(), right.Trim(), text.Trim());

        // Typing is not worth a step back.
        Navigation.NavigateTo(
            Address(("left", left), ("right", right), ("query", text), ("cursor", null)), new NavigationOptions { ReplaceHistoryEntry = true });
    }

    private string Address(params (string Name, string? Value)[] changes) => Navigation.GetUriWithQueryParameters(changes.ToDictionary(
        change => change.Name, change => string.IsNullOrWhiteSpace(change.Value) ? null : (object)change.Value.Trim()));
}
