using Adilas.Components;
using Adilas.Http;
using Adilas.Paging;
using Microsoft.AspNetCore.Components;

namespace Adilas.Settings.Drafts;

public sealed partial class DraftsPanel
{
    private const int PageSize = 10;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);

    private readonly Repeating looks = new();
    private Dialog dialog = null!;
    private Page<SettingsDraftSummary>? found;
    private SettingsDraftId wanted;
    private SettingsDraftReview? review;
    private string reason = "";
    private string? reasonError;
    private PageProblem? problem;
    private PageProblem? declined;
    private bool hasEarlier;
    private int waiting;
    private bool isBusy;

    [Parameter, EditorRequired] public ProfileScope Scope { get; set; } = null!;

    /// <summary>Is told that a draft was put into the layer.</summary>
    [Parameter] public EventCallback Applied { get; set; }

    /// <summary>Is told how many of the newest drafts have not ended, when that changes.</summary>
    [Parameter] public EventCallback<int> WaitingChanged { get; set; }

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private SettingsDraftService Drafts { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private string Title => review?.Check.Draft.Edit.Reason ?? "A draft";

    public void Dispose() => looks.Dispose();

    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive) return;
        looks.Every(LookEvery, Clock, token => InvokeAsync(LookAgain));
        await Load();
    }

    // Whoever has gone back to earlier drafts keeps looking at them.
    private Task LookAgain() => hasEarlier ? Task.CompletedTask : Load();

    private async Task Load()
    {
        var answer = await Calls.Ask("list drafts", token => Drafts.List(Scope, phase: null, cursor: null, PageSize, token));
        problem = answer.Problem;
        if (answer.Value is { } newest)
        {
            (found, hasEarlier) = (newest, false);
            await Tell(newest.Items.Count(draft => !SettingsDraft.IsEnded(draft.Phase)));
        }

        StateHasChanged();
    }

    private async Task Tell(int count)
    {
        if (count == waiting) return;
        waiting = count;
        await WaitingChanged.InvokeAsync(count);
    }

    private async Task More()
    {
        var answer = await Calls.Ask("list drafts", token => Drafts.List(Scope, phase: null, found!.Next, PageSize, token));
        problem = answer.Problem;
        if (answer.Value is { } earlier)
            (found, hasEarlier) = (new Page<SettingsDraftSummary>([.. found!.Items, .. earlier.Items], earlier.Next), true);
    }

    private async Task Look(SettingsDraftId id)
    {
        (wanted, review, declined, reason, reasonError) = (id, null, null, "", null);
        StateHasChanged();
        if (!dialog.IsOpen) await dialog.Open();
        await Read();
    }

    private async Task Read()
    {
        var answer = await Calls.Ask("read draft", token => Drafts.Get(Scope, wanted, token));
        if (answer.Value is { } read) review = read;
        declined ??= answer.Problem;
        StateHasChanged();
    }

    private Task Approve() => Decide(
        "approve draft", "Approved", (seen, token) => Drafts.Approve(Scope, wanted, seen, operation: null, token));

    private Task Withdraw() => Decide(
        "withdraw draft", "Withdrawn", (seen, token) => Drafts.Withdraw(Scope, wanted, seen, operation: null, token));

    private Task Apply() => Decide("apply draft", "Applied", (seen, token) => Drafts.Apply(Scope, wanted, seen, operation: null, token));

    private async Task Reject()
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            reasonError = "Say why: its author reads it.";
            await Browser.Focus("draft-reject-reason");
            return;
        }

        await Decide(
            "reject draft", "Rejected", (seen, token) => Drafts.Reject(Scope, wanted, reason.Trim(), seen, operation: null, token));
    }

    /// <summary>What needs consent has it, and what was agreed to for a later time is not its author's to hasten.</summary>
    private bool MayApply(SettingsDraftReview shown) =>
        shown.Check.Draft is var draft
        && (draft.NeedsApproval.IsEmpty || (draft.ApprovedBy is not null && !(shown.IsOwn && draft.EffectiveAt > Clock.GetUtcNow())));

    /// <summary>On the version that is shown: nobody agrees to what they have not seen.</summary>
    private async Task Decide(string name, string done, Func<Precondition, CancellationToken, Task<SettingsDraft>> decide)
    {
        if (isBusy || review is null) return;
        isBusy = true;
        var seen = new Precondition(review.Check.Draft.Version, IsAny: false);
        var answer = await Calls.Ask(name, token => decide(seen, token));
        (isBusy, declined, reasonError) = (false, answer.Problem, null);
        if (answer.Value is not { } draft)
        {
            await Read();
            return;
        }

        await dialog.Close();
        await Load();
        await Browser.Toast(done);
        if (draft.Phase is SettingsDraftPhase.Applied) await Applied.InvokeAsync();
    }
}
