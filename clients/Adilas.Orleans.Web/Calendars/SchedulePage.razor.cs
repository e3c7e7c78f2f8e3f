using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Components;
using Adilas.Corporations;
using Adilas.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Adilas.Calendars;

/// <summary>One schedule: when it comes due, what became of its times, and what can be done to it.</summary>
public sealed partial class SchedulePage
{
    private const int PageSize = 25;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private ScheduleDialog dialog = null!;
    private readonly Repeating looks = new();
    private (string, string, string?)? shown;
    private CorporationId id;
    private ScheduleName name;
    private Schedule? it;
    private ImmutableArray<ScheduleOccurrence> upcoming = [];
    private IReadOnlySet<DateOnly> days = new HashSet<DateOnly>();
    private (long, DateOnly)? daysOf;
    private List<ScheduleRun>? runs;
    private string? earlier;
    private (string Words, Func<CancellationToken, Task<Schedule>> Undo)? done;
    private PageProblem? problem;

    /// <summary>What the last action came to; stays until the next one.</summary>
    private PageProblem? refused;
    private bool mayWrite;
    private bool isBusy;
    private bool isUnknown;

    [Parameter, EditorRequired] public string Id { get; set; } = "";

    [Parameter, EditorRequired] public string Name { get; set; } = "";

    [SupplyParameterFromQuery] private string? Cursor { get; set; }

    [CascadingParameter] private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private ScheduleService Schedules { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private string ListAddress => $"{CorporationAddress.List}/{Id}/{CorporationAddress.Schedules}";

    public void Dispose() => looks.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        var wanted = (Id, Name, Cursor);
        if (!RendererInfo.IsInteractive || shown == wanted) return;

        if (shown is not { } before || (before.Item1, before.Item2) != (Id, Name)) (it, done, isUnknown) = (null, null, false);
        (shown, runs, problem) = (wanted, null, null);
        mayWrite = CallerIdentity.CallerOf((await SignedIn).User).Permissions.Has(Permission.WorkWrite);
        if (!CorporationId.TryParse(Id, out id) || !ScheduleName.TryParse(Name, out name))
        {
            isUnknown = true;
            return;
        }

        await Load(CancellationToken.None);
        looks.Every(LookEvery, Clock, token => InvokeAsync(() => Load(token)));
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        if (isUnknown) return;
        var asked = shown;
        var schedule = await Calls.Ask("get schedule", token => Schedules.Get(id, name, token), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (asked != shown) return;
        isUnknown = schedule.Problem is { Code: "schedule-unknown" };
        problem = isUnknown ? null : schedule.Problem;
        if (schedule.Value is { } found)
        {
            it = found;
            var times = await Calls.Ask("next times", token => Schedules.Upcoming(id, name, token), cancellationToken);
            if (times.Problem is null) upcoming = times.Value;
            var page = await Calls.Ask("list runs", token => Schedules.Runs(id, name, Cursor, PageSize, token), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (asked != shown) return;
            problem = page.Problem;
            if (page.Value is not null) (runs, earlier) = ([.. page.Value.Items], page.Value.Next);
            await FindDays(found, cancellationToken);
        }

        StateHasChanged();
    }

    /// <summary>Once a version and day: the days of the month on which it comes due do not change in between.</summary>
    private async Task FindDays(Schedule schedule, CancellationToken cancellationToken)
    {
        if (upcoming.Length == 0 || daysOf == (schedule.Version, DateOnly.FromDateTime(upcoming[0].Local.Date))) return;
        daysOf = (schedule.Version, DateOnly.FromDateTime(upcoming[0].Local.Date));
        days = await MonthDays.Find(schedule.Definition, upcoming, async from =>
        {
            var more = await Calls.Ask(
                "preview schedule", token => Schedules.Preview(id, schedule.Definition with { From = from }, token), cancellationToken);
            return more.Problem is null ? more.Value : [];
        });
    }

    private async Task RunNow()
    {
        if (isBusy) return;
        isBusy = true;
        var answer = await Calls.Ask("run schedule", token => Schedules.RunNow(id, name, operation: null, token));
        (isBusy, refused) = (false, answer.Problem);
        if (answer.Value is null) return;
        await Browser.Toast("Its job is ordered");
        await Load(CancellationToken.None);
    }

    private Task<bool> Switch()
    {
        var isEnabled = !it!.Definition.IsEnabled;
        return Do(
            isEnabled ? "Resumed; what passed meanwhile is not made up for" : "Paused: it comes due no more",
            token => Schedules.Enable(id, name, isEnabled, token),
            token => Schedules.Enable(id, name, !isEnabled, token));
    }

    private async Task Remove()
    {
        var definition = it!.Definition;
        var isRemoved = await Do(
            "Removed; the jobs that it made stay",
            token => Schedules.Remove(id, name, new Precondition(it.Version, IsAny: false), operation: null, token),
            token => Schedules.Set(id, name, definition, new Precondition(0, IsAny: false), operation: null, token));
        if (isRemoved) (isUnknown, it) = (true, null);
    }

    private async Task Undo(Func<CancellationToken, Task<Schedule>> undo)
    {
        var answer = await Calls.Ask("undo", undo);
        refused = answer.Problem;
        if (answer.Value is null) return;
        (done, isUnknown) = (null, false);
        await Load(CancellationToken.None);
    }

    /// <returns>Whether it was done.</returns>
    private async Task<bool> Do(string words, Func<CancellationToken, Task<Schedule>> act, Func<CancellationToken, Task<Schedule>> undo)
    {
        if (isBusy) return false;
        isBusy = true;
        var answer = await Calls.Ask("change schedule", act);
        (isBusy, refused) = (false, answer.Problem);
        if (answer.Value is null) return false;
        done = (words, undo);
        await Load(CancellationToken.None);
        return true;
    }

    private async Task Took((Schedule Now, Schedule? Before) saved)
    {
        if (saved.Before is { } before)
        {
            done = ("Changed", token => Schedules.Set(id, name, before.Definition, new Precondition(saved.Now.Version, IsAny: false), operation: null, token));
        }

        await Load(CancellationToken.None);
    }
}
