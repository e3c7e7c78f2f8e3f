using Adilas.Components;
using Adilas.Corporations;
using Adilas.Http;
using Microsoft.AspNetCore.Components;

namespace Adilas.Settings;

public sealed partial class LayerEditor
{
    private const string DocumentField = "layer-document";
    private const string ConditionsField = "layer-conditions";
    private const int MaxText = SettingsDocument.MaxBytes;

    private Dialog dialog = null!;
    private SettingsLayer? basis;
    private LayerDraft draft = LayerDraft.Of(null);
    private IReadOnlyList<TextProblem> documentProblems = [];
    private IReadOnlyList<TextProblem> conditionProblems = [];
    private IReadOnlyList<ValueChange> aside = [];
    private LayerReview? review;
    private bool isConflict;
    private bool hasBegun;
    private bool isBusy;
    private string reason = "";
    private string? locksError;
    private string? conditionsError;
    private string? reasonError;
    private string? saved;
    private PageProblem? problem;

    [Parameter, EditorRequired] public ProfileScope Scope { get; set; } = null!;

    /// <summary>The newest version that the page knows; <c>null</c> when nothing was ever set.</summary>
    [Parameter, EditorRequired] public SettingsLayer? Layer { get; set; }

    [Parameter] public EventCallback<SettingsLayer?> Saved { get; set; }

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private SettingsService Settings { get; set; } = null!;

    [Inject] private SettingsReach Reach { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    /// <summary>What the editors were told last.</summary>
    private (IReadOnlyList<TextProblem> Document, IReadOnlyList<TextProblem> Conditions) shown = ([], []);

    private bool HasNewer => Layer?.Version != basis?.Version;

    protected override void OnParametersSet()
    {
        // A version that comes from elsewhere replaces what is shown, but never what somebody types.
        if (hasBegun && (!HasNewer || draft != LayerDraft.Of(basis))) return;
        (basis, draft, hasBegun) = (Layer, LayerDraft.Of(Layer), true);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            var script = Assets["assets/editor.js"];
            await Browser.EditJson(DocumentField, script, SettingCompletion.Of(Scope.Kind));
            await Browser.EditJson(ConditionsField, script, []);
        }

        var told = shown;
        shown = (documentProblems, conditionProblems);
        if (!ReferenceEquals(told.Document, documentProblems)) await Browser.ShowProblems(DocumentField, documentProblems);
        if (!ReferenceEquals(told.Conditions, conditionProblems)) await Browser.ShowProblems(ConditionsField, conditionProblems);
    }

    private void Type(LayerDraft typed)
    {
        (draft, saved, problem, locksError, conditionsError) = (typed, null, null, null, null);
        Check();
    }

    private void Check() => (documentProblems, conditionProblems) = (draft.DocumentProblems(Scope.Kind, basis), draft.ConditionProblems());

    private void Discard()
    {
        (basis, draft, problem, locksError, conditionsError) = (Layer, LayerDraft.Of(Layer), null, null, null);
        Check();
    }

    private async Task Review()
    {
        if (isBusy) return;
        Check();
        if (documentProblems is [{ Line: { } line }, ..]) await Browser.SelectLine(DocumentField, line);
        if (documentProblems.Count > 0 || conditionProblems.Count > 0) return;

        isBusy = true;
        var edit = draft.ToEdit();
        var answer = await Calls.Ask("preview settings", token => LayerReview.Of(Settings, Reach, Scope, edit, basis?.Version ?? 0, token));
        isBusy = false;
        if (answer.Value is not { } found)
        {
            await Declined(answer.Problem!);
            return;
        }

        (review, isConflict, problem, reasonError) = (found, false, null, null);
        aside = LayerDifference.Aside(basis, found.Preview.Layer);
        StateHasChanged();
        if (!dialog.IsOpen) await dialog.Open();
        await Browser.Focus("layer-reason");
    }

    private async Task Save()
    {
        if (isBusy || isConflict || await Typed() is not { } edit) return;
        isBusy = true;
        var precondition = new Precondition(basis?.Version ?? 0, IsAny: false);
        var answer = await Calls.Ask("edit settings", token => Settings.Edit(Scope, edit, precondition, operation: null, token));
        isBusy = false;
        if (answer.Value is not { } stored)
        {
            await Declined(answer.Problem!);
            return;
        }

        (basis, draft, reason, saved, problem) = (stored, LayerDraft.Of(stored), "", $"Saved as version {stored.Version}", null);
        await dialog.Close();
        await Saved.InvokeAsync(stored);
    }

    /// <summary>What was typed, with its reason; <c>null</c>, and what is missing at its field, without one.</summary>
    private async Task<SettingsEdit?> Typed()
    {
        if (!string.IsNullOrWhiteSpace(reason)) return draft.ToEdit(reason.Trim());

        reasonError = "Say why: whoever meets this later will ask.";
        StateHasChanged();
        await Browser.Focus("layer-reason");
        return null;
    }

    private async Task Kept()
    {
        reason = "";
        Discard();
        await dialog.Close();
    }

    private async Task Declined(PageProblem declined)
    {
        if (declined.Code == "version-stale")
        {
            await ShowTheirs();
            return;
        }

        if (declined.Field is "locks") locksError = declined.Message;
        else if (declined.Field?.StartsWith("conditions", StringComparison.Ordinal) is true) conditionsError = declined.Message;
        else if (declined.Field is "reason") reasonError = declined.Message;
        else problem = declined;
        if (locksError is not null) await Browser.Focus("layer-locks");
    }

    private async Task ShowTheirs()
    {
        var newest = await Calls.Ask("read settings", token => Settings.Find(Scope, token));
        if ((problem = newest.Problem) is not null) return;

        isConflict = true;
        await Saved.InvokeAsync(newest.Value);
        StateHasChanged();
        if (!dialog.IsOpen) await dialog.Open();
    }

    /// <summary>From here on their version counts as read; what was typed stays.</summary>
    private Task KeepMine()
    {
        basis = Layer;
        return Review();
    }

    private async Task EditMine()
    {
        (basis, isConflict) = (Layer, false);
        Check();
        await dialog.Close();
        await Browser.Focus(DocumentField);
    }

    private async Task TakeTheirs()
    {
        isConflict = false;
        Discard();
        await dialog.Close();
        await Browser.Focus(DocumentField);
    }

    private static string? Summary(IReadOnlyList<TextProblem> problems) => problems.Count switch
    {
        0 => null,
        1 => "One thing is wrong with it",
        var count => $"{count} things are wrong with it",
    };
}
