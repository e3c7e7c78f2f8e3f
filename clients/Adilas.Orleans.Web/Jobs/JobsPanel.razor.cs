using Adilas.Components;
using Adilas.Corporations;
using Adilas.Refusals;
using Microsoft.AspNetCore.Components;

namespace Adilas.Jobs;

/// <summary>
/// A list that follows what happens and does not jump: what is shown is brought up to date where it stands, and newer jobs wait behind a button.
/// </summary>
public sealed partial class JobsPanel
{
    private const int PageSize = 50;
    private const int LooksElsewhere = 5;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Latest loads = new();
    private NewJobDialog order = null!;
    private BulkDialog bulk = null!;
    private readonly Repeating looks = new();
    private (CorporationId, string?, string?, string?, string?, string?, string?)? shown;
    private List<Job>? rows;
    private string? next;
    private int news;
    private int looked;
    private IReadOnlyList<string> kinds = [.. JobLane.BuiltIn.Order(StringComparer.Ordinal)];
    private IReadOnlyList<string> queueNames = [];
    private PageProblem? problem;

    [Parameter, EditorRequired] public CorporationId Corporation { get; set; }

    [Parameter] public bool MayWrite { get; set; }

    [SupplyParameterFromQuery] private string? State { get; set; }

    [SupplyParameterFromQuery] private string? Kind { get; set; }

    [SupplyParameterFromQuery] private string? Queue { get; set; }

    [SupplyParameterFromQuery] private string? From { get; set; }

    [SupplyParameterFromQuery] private string? To { get; set; }

    [SupplyParameterFromQuery] private string? Cursor { get; set; }

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private JobService Jobs { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    /// <summary>What of the address cannot be read: nothing is shown for it, and nothing is done to many jobs.</summary>
    private string? Unreadable => State is not null && JobWords.Parse(State) is null ? "state"
        : From is not null && PageTime.Read(From) is null ? "from"
        : To is not null && PageTime.Read(To) is null ? "to"
        : null;

    private bool IsFiltered => State is not null || Kind is not null || Queue is not null || From is not null || To is not null;

    private JobQuery Filter => new(JobWords.Parse(State), Kind, Queue, PageTime.Read(From), PageTime.Read(To));

    private string Command => ShellLine.Of(
    [
        "jobs", "list", Corporation.Value, .. ShellLine.Option("--state", State), .. ShellLine.Option("--kind", Kind), .. ShellLine.Option("--queue", Queue),
        .. ShellLine.Option("--from", PageTime.Iso(From)), .. ShellLine.Option("--to", PageTime.Iso(To)),
    ]);

    public void Dispose()
    {
        looks.Dispose();
        loads.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var wanted = (Corporation, State, Kind, Queue, From, To, Cursor);
        if (shown == wanted) return;

        (shown, news) = (wanted, 0);
        await Load(CancellationToken.None);
        looks.Every(LookEvery, Clock, token => InvokeAsync(() => LookAgain(token)));
    }

    // Earlier pages hardly change, and what no index finds costs more to look for.
    private Task LookAgain(CancellationToken cancellationToken) =>
        (Cursor is null && Kind is null && Queue is null) || looked++ % LooksElsewhere == 0
            ? Load(cancellationToken, isFollowing: rows is { Count: > 0 } && Cursor is null)
            : Task.CompletedTask;

    private Task ShowNews()
    {
        news = 0;
        return Load(CancellationToken.None);
    }

    /// <param name="isFollowing">Whether newer jobs wait until somebody wants to see them.</param>
    private async Task Load(CancellationToken cancellationToken, bool isFollowing = false)
    {
        var token = loads.Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, cancellationToken);
        if (Unreadable is { } field)
        {
            var message = field == "state" ? $"'{State}' is no state of a job." : "A time is written as 2026-12-31T23:59.";
            (rows, problem) = (null, PageProblem.Of(new RefusedException(Refusal.Invalid, "query-invalid", message, field), traceId: ""));
            return;
        }

        var answer = await Calls.Ask("list jobs", cancel => Jobs.List(Corporation, Filter with { Cursor = Cursor, Limit = PageSize }, cancel), either.Token);
        if (either.IsCancellationRequested) return;

        problem = answer.Problem;
        if (answer.Value is { } found) Take([.. found.Items], found.Next, isFollowing);
        else if (problem is { IsTransient: false }) rows = null;
        StateHasChanged();
    }

    private void Take(List<Job> newest, string? nextCursor, bool isFollowing)
    {
        var isNewer = isFollowing && rows is [var first, ..] ? newest.TakeWhile(job => string.CompareOrdinal(job.Id.Value, first.Id.Value) > 0).Count() : 0;
        if (isNewer == 0) (rows, next, news) = (newest, nextCursor, 0);
        else Follow(newest, isNewer);
        kinds = [.. kinds.Concat(newest.Select(job => job.Kind)).Distinct().Order(StringComparer.Ordinal)];
        queueNames = [.. queueNames.Concat(newest.Select(job => job.Queue)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Brings up to date what is shown, as far as it is among the newest; what no longer fits the filter goes.</summary>
    private void Follow(List<Job> newest, int newer)
    {
        news = newer;
        var byId = newest.ToDictionary(job => job.Id);
        var oldest = newest[^1].Id.Value;
        rows = [.. rows!.Where(job => byId.ContainsKey(job.Id) || string.CompareOrdinal(job.Id.Value, oldest) < 0).Select(job => byId.GetValueOrDefault(job.Id, job))];
    }

    private static (string Words, DateTimeOffset At) When(Job it) => it switch
    {
        { FinishedAt: { } finished } => ("ended", finished),
        { State: JobState.Running, StartedAt: { } started } => ("began", started),
        { State: JobState.AwaitingApproval, NextAt: { } expires } => ("expires", expires),
        { NextAt: { } at, State: JobState.Failed } => ("again", at),
        _ => ("due", it.NextAt ?? it.DueAt),
    };

    private void Clear() => Show(("state", null), ("kind", null), ("queue", null), ("from", null), ("to", null));

    private void Show(params (string Name, string? Value)[] changes) =>
        Navigation.NavigateTo(Address([.. changes, ("cursor", null)]), new NavigationOptions { ReplaceHistoryEntry = true });

    private string Address(params (string Name, string? Value)[] changes) => Navigation.GetUriWithQueryParameters(changes.ToDictionary(
        change => change.Name, change => string.IsNullOrWhiteSpace(change.Value) ? null : (object)change.Value.Trim()));
}
