using System.Text.Json;
using Adilas.Components;
using Adilas.Corporations;
using Adilas.Http;
using Microsoft.AspNetCore.Components;

namespace Adilas.Settings;

public sealed partial class SettingDialog
{
    private const string ValueField = "setting-value";
    private const string ReasonField = "setting-reason";

    private Dialog dialog = null!;
    private Step step;
    private EffectiveSetting? it;
    private bool isReset;
    private SettingsLayer? basis;
    private SettingsLayer? theirs;
    private LayerReview? review;
    private string typed = "";
    private string reason = "";
    private string? error;
    private PageProblem? problem;
    private bool isBusy;

    private enum Step
    {
        Opening,
        Typing,
        Reviewing,
        Conflict,
    }

    /// <summary>Whose own layer is changed.</summary>
    [Parameter, EditorRequired] public CorporationId Corporation { get; set; }

    /// <summary>The profile that the page shows, to foretell what becomes of it.</summary>
    [Parameter, EditorRequired] public Profile? Profile { get; set; }

    /// <summary>Is told the path, the layer as it was before, and as it is now.</summary>
    [Parameter] public EventCallback<(string Path, SettingsLayer? Before, SettingsLayer Now)> Saved { get; set; }

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private SettingsService Settings { get; set; } = null!;

    [Inject] private SettingsReach Reach { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    private ProfileScope Scope => ProfileScope.Of(Corporation);

    private string Title => isReset ? $"Reset {it?.Path}" : $"Set {it?.Path}";

    private string Consequence
    {
        get
        {
            if (Profile is null) return "";
            var after = EffectiveSettings.Of(Profile.With(review!.Preview.Layer), it!.Path);
            var from = after.Source is null ? "" : $" ({LayerNames.Name(after.Source)})";
            return $"It is {SettingText.Shown(it.Value)} now, and becomes {SettingText.Shown(after.Value)}{from}.";
        }
    }

    private string Command => isReset
        ? $"printf %s {ShellLine.Quote(LayerValue.Remove(it!.Path).Json)} | "
            + ShellLine.Of(["settings", "patch", Scope.Text, "-", .. ShellLine.Option("--reason", reason)])
        : ShellLine.Of(["settings", "set", Scope.Text, it!.Path, Json() ?? "", .. ShellLine.Option("--reason", reason)]);

    internal Task Edit(EffectiveSetting setting) => Open(setting, isReset: false);

    internal Task Reset(EffectiveSetting setting) => Open(setting, isReset: true);

    private async Task Open(EffectiveSetting setting, bool isReset)
    {
        (it, this.isReset, step) = (setting, isReset, Step.Opening);
        (basis, theirs, review, reason, error, problem) = (null, null, null, "", null, null);
        await dialog.Open();
        await Begin();
    }

    private async Task Begin()
    {
        var found = await Calls.Ask("read settings", token => Settings.Find(Scope, token));
        if ((problem = found.Problem) is not null) return;

        basis = found.Value;
        typed = SettingText.Typed(it!.Entry, LayerValue.At(basis, it.Path) ?? it.Value);
        if (isReset) await Review();
        else await TypeAgain();
    }

    private Task Again() => step switch
    {
        Step.Reviewing => Save(),
        Step.Typing => Review(),
        Step.Conflict => KeepMine(),
        Step.Opening => Begin(),
    };

    private async Task TypeAgain()
    {
        (step, error, problem) = (Step.Typing, null, null);
        StateHasChanged();
        await Browser.Focus(ValueField);
    }

    private async Task Review()
    {
        if (isBusy || Json() is not { } json) return;
        isBusy = true;
        var edit = isReset ? LayerValue.Remove(it!.Path) : LayerValue.Set(it!.Path, json);
        var answer = await Calls.Ask("preview settings", token => LayerReview.Of(Settings, Reach, Scope, edit, basis?.Version ?? 0, token));
        isBusy = false;
        if (answer.Problem is { } declined)
        {
            await Declined(declined, ValueField);
            return;
        }

        (review, step, error, problem) = (answer.Value, Step.Reviewing, null, null);
        StateHasChanged();
        await Browser.Focus(ReasonField);
    }

    private async Task Save()
    {
        if (isBusy || await Typed() is not { } edit) return;
        isBusy = true;
        var precondition = new Precondition(basis?.Version ?? 0, IsAny: false);
        var answer = await Calls.Ask("edit settings", token => Settings.Edit(Scope, edit, precondition, operation: null, token));
        isBusy = false;
        if (answer.Value is not { } stored)
        {
            await Declined(answer.Problem!, ReasonField);
            return;
        }

        await dialog.Close();
        await Saved.InvokeAsync((it!.Path, basis, stored));
    }

    /// <summary>What was typed, with its reason; <c>null</c>, and what is wrong at its field, when it cannot be stored yet.</summary>
    private async Task<SettingsEdit?> Typed()
    {
        if (Json() is not { } json) return null;
        if (!string.IsNullOrWhiteSpace(reason))
            return isReset ? LayerValue.Remove(it!.Path, reason.Trim()) : LayerValue.Set(it!.Path, json, reason.Trim());

        error = "Say why: whoever meets this value later will ask.";
        StateHasChanged();
        await Browser.Focus(ReasonField);
        return null;
    }

    private async Task Declined(PageProblem declined, string field)
    {
        (problem, error) = (declined, null);
        if (declined.Code == "version-stale")
        {
            var newest = await Calls.Ask("read settings", token => Settings.Find(Scope, token));
            problem = newest.Problem;
            if (problem is null) (theirs, step) = (newest.Value, Step.Conflict);
        }
        else if (declined.Field == it!.Path || declined.Field == "reason")
        {
            // What the catalogue refuses belongs at the value, also when it is noticed while saving.
            if (declined.Field == it.Path && !isReset) (step, field) = (Step.Typing, ValueField);
            (problem, error) = (null, declined.Message);
            StateHasChanged();
            await Browser.Focus(field);
        }
    }

    /// <summary>From here on the newest version counts as read; what was typed stays.</summary>
    private Task KeepMine()
    {
        basis = theirs;
        return Review();
    }

    private async Task TakeTheirs()
    {
        await dialog.Close();
        if (theirs is { } now) await Saved.InvokeAsync((it!.Path, now, now));
    }

    /// <summary><c>null</c>, and the reason at the field, when it is no JSON.</summary>
    private string? Json()
    {
        try
        {
            return SettingText.Json(it!.Entry, typed);
        }
        catch (JsonException broken)
        {
            error = $"This is no JSON: line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1}. Text needs quotes.";
            return null;
        }
    }
}
