using System.Globalization;
using Adilas.Access;
using Adilas.Components;
using Adilas.Corporations;
using Adilas.Refusals;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Adilas.Jobs;

/// <summary>One job: where it is on its way, what became of its attempts, and what can be done to it now.</summary>
public sealed partial class JobPage
{
    private const int LooksAtEnded = 10;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private Dialog timeDialog = null!;
    private Dialog reasonDialog = null!;
    private readonly Repeating looks = new();
    private int looked;
    private (string, string)? shown;
    private CorporationId id;
    private JobId job;
    private Job? it;
    private PageProblem? problem;

    /// <summary>What the last action came to; stays until the next one.</summary>
    private PageProblem? refused;
    private PageProblem? declined;
    private (string Words, Func<IJobQueueGrain, CancellationToken, Task<Job>>? Undo)? done;
    private string time = "";
    private string reason = "";
    private string actor = "";
    private bool mayWrite;
    private bool isBusy;
    private bool isUnknown;

    [Parameter, EditorRequired] public string Id { get; set; } = "";

    [Parameter, EditorRequired] public string JobName { get; set; } = "";

    [CascadingParameter] private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private JobService Jobs { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private bool IsOwn => it is not null && it.CreatedBy == actor;

    private string? NextWords => it?.State switch
    {
        JobState.AwaitingApproval => "Expires",
        JobState.Waiting => "Due",
        JobState.Due => "Due since",
        JobState.Running => "Lease ends",
        JobState.Failed => "Next attempt",
        _ => null,
    };

    private string Further => it?.State is JobState.AwaitingApproval ? "After seven days without an answer it is cancelled." : "";

    private string Commands => string.Join('\n', Verbs().Select(verb => ShellLine.Of([.. verb])));

    public void Dispose() => looks.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive || shown == (Id, JobName)) return;

        (shown, it, problem, refused, done, isUnknown) = ((Id, JobName), null, null, null, null, false);
        var caller = CallerIdentity.CallerOf((await SignedIn).User);
        (mayWrite, actor) = (caller.Permissions.Has(Permission.WorkWrite), caller.Actor);
        if (!CorporationId.TryParse(Id, out id) || !JobId.TryParse(JobName, out job))
        {
            isUnknown = true;
            return;
        }

        await Load(CancellationToken.None);
        looks.Every(LookEvery, Clock, token => InvokeAsync(() => LookAgain(token)));
    }

    // What has ended moves only when somebody retries it.
    private Task LookAgain(CancellationToken cancellationToken) =>
        it?.FinishedAt is null || looked++ % LooksAtEnded == 0 ? Load(cancellationToken) : Task.CompletedTask;

    private async Task Load(CancellationToken cancellationToken)
    {
        if (isUnknown) return;
        var asked = shown;
        var answer = await Calls.Ask("get job", token => Jobs.Get(id, job, token), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (asked != shown) return;

        isUnknown = answer.Problem is { Code: "job-unknown" };
        problem = isUnknown ? null : answer.Problem;
        if (answer.Value is not null) it = answer.Value;
        StateHasChanged();
    }

    private IEnumerable<string?[]> Verbs()
    {
        if (it is null) yield break;
        if (it.State is JobState.AwaitingApproval) yield return ["jobs", "approve", Id, JobName];
        if (it.State is JobState.Waiting or JobState.Failed) yield return ["jobs", "run", Id, JobName];
        yield return ["jobs", it.State is JobState.Dead or JobState.Cancelled ? "retry" : "cancel", Id, JobName];
    }

    private Task Approve() => Do("approve job", "Approved", (queue, token) => queue.Approve(job, token));

    private Task RunNow()
    {
        var before = it!.NextAt;
        return Do(
            "run job", "It is due now", (queue, token) => queue.RunNow(job, token), before is { } time ? (queue, token) => queue.Reschedule(job, time, token) : null);
    }

    private Task Retry() => Do("retry job", "It runs again", (queue, token) => queue.Retry(job, token), (queue, token) => queue.Cancel(job, token));

    private Task Cancel()
    {
        // What ran is not as it was before, and what awaited approval waits for it anew.
        var before = it!;
        var (wasWaiting, now) = (JobWords.Waits(before.State), Clock.GetUtcNow());
        return Do("cancel job", "Cancelled", (queue, token) => queue.Cancel(job, token), wasWaiting ? Back : null);

        async Task<Job> Back(IJobQueueGrain queue, CancellationToken token)
        {
            var again = await queue.Retry(job, token);
            return before.NextAt is { } next && next > now && again.State is JobState.Due ? await queue.Reschedule(job, next, token) : again;
        }
    }

    private async Task OpenReschedule()
    {
        (time, declined) = ((it!.NextAt ?? it.DueAt).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), null);
        await timeDialog.Open();
        await Browser.Focus("reschedule-dueAt");
    }

    private async Task Reschedule()
    {
        if (PageTime.Read(time) is not { } dueAt)
        {
            declined = PageProblem.Of(new RefusedException(Refusal.Invalid, "due-malformed", "Give a time.", "dueAt"), traceId: "");
            return;
        }

        var before = it!.NextAt;
        await Do(
            "reschedule job", "It has another time", (queue, token) => queue.Reschedule(job, dueAt, token),
            before is { } earlier ? (queue, token) => queue.Reschedule(job, earlier, token) : null, timeDialog);
    }

    private async Task OpenReject()
    {
        (reason, declined) = ("", null);
        await reasonDialog.Open();
        await Browser.Focus("reject-reason");
    }

    private async Task Reject()
    {
        if (reason.Trim().Length == 0)
        {
            declined = PageProblem.Of(new RefusedException(Refusal.Invalid, "reason-missing", "Say why.", "reason"), traceId: "");
            return;
        }

        await Do("reject job", "Rejected", (queue, token) => queue.Reject(job, reason.Trim(), token), dialog: reasonDialog);
    }

    private async Task Undo(Func<IJobQueueGrain, CancellationToken, Task<Job>> undo)
    {
        done = null;
        await Do("undo", "It is as it was before", undo);
    }

    private async Task Do(
        string name,
        string words,
        Func<IJobQueueGrain, CancellationToken, Task<Job>> act,
        Func<IJobQueueGrain, CancellationToken, Task<Job>>? undo = null,
        Dialog? dialog = null)
    {
        if (isBusy) return;
        isBusy = true;
        var answer = await Calls.Ask(name, token => Jobs.Do(id, operation: null, queue => act(queue, token)));
        isBusy = false;
        if (dialog is null) refused = answer.Problem;
        else declined = answer.Problem;
        if (answer.Value is null) return;

        (it, done) = (answer.Value, (words, undo));
        if (dialog is not null) await dialog.Close();
    }

    private string? Error(string field) => declined is { } it && it.Field == field ? it.Message : null;

    private static string Seconds(int seconds) => Duration(TimeSpan.FromSeconds(seconds));

    private static string Duration(TimeSpan time) => PageTime.Duration(time);
}
