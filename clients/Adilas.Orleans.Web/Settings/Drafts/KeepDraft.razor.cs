using System.Collections.Immutable;
using Adilas.Components;
using Adilas.Http;
using Microsoft.AspNetCore.Components;

namespace Adilas.Settings.Drafts;

public sealed partial class KeepDraft
{
    private string time = "";
    private string? error;
    private PageProblem? problem;
    private bool isBusy;

    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired] public string Id { get; set; } = "";

    [Parameter, EditorRequired] public ProfileScope Scope { get; set; } = null!;

    /// <summary>The change with its reason; <c>null</c>, and the reason at its field, when it cannot be made yet.</summary>
    [Parameter, EditorRequired] public Func<Task<SettingsEdit?>> Edit { get; set; } = null!;

    /// <summary>The version of the layer that was read.</summary>
    [Parameter, EditorRequired] public long Version { get; set; }

    [Parameter] public ImmutableArray<string> NeedsApproval { get; set; } = [];

    [Parameter] public EventCallback Kept { get; set; }

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private SettingsDraftService Drafts { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    private string Hint => NeedsApproval.IsDefaultOrEmpty
        ? "It is applied at this time. Empty: whenever somebody applies it."
        : "It is applied at this time, once another has approved it. Empty: whenever somebody applies it then.";

    private async Task Keep()
    {
        if (isBusy) return;
        (error, problem) = (null, null);
        var effectiveAt = PageTime.Read(time);
        if (time.Length > 0 && effectiveAt is null)
        {
            error = "This is no time.";
            await Browser.Focus($"{Id}-time");
            return;
        }

        if (await Edit() is not { } edit) return;
        isBusy = true;
        var order = new SettingsDraftOrder(edit, effectiveAt, IsScheduled: effectiveAt is not null);
        var answer = await Calls.Ask(
            "keep draft", token => Drafts.Make(Scope, order, new Precondition(Version, IsAny: false), operation: null, token));
        isBusy = false;
        if (answer.Problem is { Field: "effectiveAt" } wrong) error = wrong.Message;
        else problem = answer.Problem;
        if (answer.Value is null) return;

        time = "";
        await Kept.InvokeAsync();
        await Browser.Toast("Kept as a draft");
    }
}
