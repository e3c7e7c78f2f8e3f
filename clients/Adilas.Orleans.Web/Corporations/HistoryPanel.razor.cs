using Adilas.Components;
using Adilas.Paging;
using Microsoft.AspNetCore.Components;

namespace Adilas.Corporations;

public sealed partial class HistoryPanel
{
    private const int PageSize = 50;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);

    private readonly Latest loads = new();
    private readonly Repeating looks = new();
    private (CorporationId, string?, string?, string?, string?, string?)? shown;
    private Page<HistoryItem>? found;
    private List<HistoryItem> rows = [];
    private IReadOnlyList<string> actors = [];
    private IReadOnlyList<string> actions = [];
    private PageProblem? problem;

    [Parameter, EditorRequired] public CorporationId Corporation { get; set; }

    [SupplyParameterFromQuery] private string? Actor { get; set; }

    [SupplyParameterFromQuery] private string? Action { get; set; }

    [SupplyParameterFromQuery] private string? From { get; set; }

    [SupplyParameterFromQuery] private string? To { get; set; }

    [SupplyParameterFromQuery] private string? Cursor { get; set; }

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private CorporationService Corporations { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private bool IsFiltered => Actor is not null || Action is not null || From is not null || To is not null;

    private string Command => ShellLine.Of(
    [
        "corporation", "history", Corporation.Value, .. ShellLine.Option("--actor", Actor), .. ShellLine.Option("--action", Action),
        .. ShellLine.Option("--from", PageTime.Iso(From)), .. ShellLine.Option("--to", PageTime.Iso(To)),
    ]);

    public void Dispose()
    {
        looks.Dispose();
        loads.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var wanted = (Corporation, Actor, Action, From, To, Cursor);
        if (shown == wanted) return;

        shown = wanted;
        await Load(CancellationToken.None);
        looks.Every(LookEvery, Clock, token => InvokeAsync(() => LookAgain(token)));
    }

    // What happened long ago does not change; only the newest page has news.
    private Task LookAgain(CancellationToken cancellationToken) => Cursor is null ? Load(cancellationToken) : Task.CompletedTask;

    private async Task Load(CancellationToken cancellationToken)
    {
        var token = loads.Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, cancellationToken);
        var query = new HistoryQuery(PageTime.Read(From), PageTime.Read(To), Actor, Action, Cursor, PageSize);
        var answer = await Calls.Ask("read history", cancel => Corporations.History(Corporation, query, cancel), either.Token);
        if (token.IsCancellationRequested) return;

        problem = answer.Problem;
        if (answer.Value is not null) Take(answer.Value);
        else if (problem is { IsTransient: false }) found = null;
        StateHasChanged();
    }

    private void Take(Page<HistoryItem> newest)
    {
        found = newest;
        rows = [.. newest.Items];
        actors = [.. newest.Items.Select(item => item.Actor).Distinct().Order()];
        actions = [.. newest.Items.Select(item => item.Action).Distinct().Order()];
    }

    private void Clear() => Show(("actor", null), ("action", null), ("from", null), ("to", null));

    private void Show(params (string Name, string? Value)[] changes) =>
        Navigation.NavigateTo(Address([.. changes, ("cursor", null)]), new NavigationOptions { ReplaceHistoryEntry = true });

    private string Address(params (string Name, string? Value)[] changes) => Navigation.GetUriWithQueryParameters(changes.ToDictionary(
        change => change.Name, change => string.IsNullOrWhiteSpace(change.Value) ? null : (object)change.Value.Trim()));
}
