using Adilas.Components;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Paging;
using Microsoft.AspNetCore.Components;

namespace Adilas.Settings;

public sealed partial class LayerHistory
{
    private const int PageSize = 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);

    private readonly Repeating looks = new();
    private bool isBegun;
    private Dialog dialog = null!;
    private Page<SettingsVersion>? found;
    private IReadOnlyList<ValueChange>? differences;
    private IReadOnlyList<ValueChange> aside = [];
    private (long?, long?)? compared;
    private long? from;
    private long? to;
    private long wanted;
    private LayerReview? review;
    private string reason = "";
    private string? reasonError;
    private PageProblem? problem;
    private PageProblem? declined;
    private bool hasEarlier;
    private bool isBusy;

    [Parameter, EditorRequired] public ProfileScope Scope { get; set; } = null!;

    [Parameter, EditorRequired] public SettingsLayer? Layer { get; set; }

    [Parameter] public EventCallback<SettingsLayer?> Restored { get; set; }

    [SupplyParameterFromQuery] private long? From { get; set; }

    [SupplyParameterFromQuery] private long? To { get; set; }

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private SettingsService Settings { get; set; } = null!;

    [Inject] private SettingsReach Reach { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    public void Dispose() => looks.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        if (!isBegun)
        {
            isBegun = true;
            (from, to) = (From, To ?? Layer?.Version);
            looks.Every(LookEvery, Clock, token => InvokeAsync(LookAgain));
            await Load();
        }

        if (compared == (From, To)) return;
        compared = (From, To);
        (from, to) = (From ?? from, To ?? to);
        await ShowDifferences();
    }

    // Whoever has gone back to earlier versions keeps looking at them.
    private Task LookAgain() => hasEarlier ? Task.CompletedTask : Load();

    private async Task Load()
    {
        var answer = await Calls.Ask("read settings history", token => Settings.History(Scope, cursor: null, PageSize, token));
        problem = answer.Problem;
        if (answer.Value is { } newest) (found, hasEarlier) = (newest, false);
        StateHasChanged();
    }

    private async Task More()
    {
        var answer = await Calls.Ask("read settings history", token => Settings.History(Scope, found!.Next, PageSize, token));
        problem = answer.Problem;
        if (answer.Value is { } earlier)
            (found, hasEarlier) = (new Page<SettingsVersion>([.. found!.Items, .. earlier.Items], earlier.Next), true);
    }

    private void Compare() => Navigation.NavigateTo(Address(from, to), new NavigationOptions { ReplaceHistoryEntry = true });

    private string Address(long? first, long? second) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["from"] = first,
        ["to"] = second,
    });

    private async Task ShowDifferences()
    {
        differences = null;
        if (From is not { } first || To is not { } second) return;

        var answer = await Calls.Ask("compare settings", async token => LayerDifference.Between(
            await Settings.Version(Scope, first, token), await Settings.Version(Scope, second, token)));
        (differences, problem) = (answer.Value, answer.Problem);
    }

    private async Task Ask(long version)
    {
        (wanted, review, declined, reason, reasonError) = (version, null, null, "", null);
        StateHasChanged();
        if (!dialog.IsOpen) await dialog.Open();
        var answer = await Calls.Ask("preview settings", async token => new LayerReview(
            await Settings.PreviewRestore(Scope, version, Expected, token),
            await Reach.Of(Scope, token),
            await Settings.FindUnused(Scope, token)));
        (review, declined) = (answer.Value, answer.Problem);
        if (review is null) return;

        aside = LayerDifference.Aside(Layer, review.Preview.Layer);
        StateHasChanged();
        await Browser.Focus("restore-reason");
    }

    private Precondition Expected => new(Layer?.Version ?? 0, IsAny: false);

    private async Task Restore()
    {
        if (isBusy) return;
        if (string.IsNullOrWhiteSpace(reason))
        {
            reasonError = "Say why: whoever meets this later will ask.";
            await Browser.Focus("restore-reason");
            return;
        }

        isBusy = true;
        var answer = await Calls.Ask("restore settings", token =>
            Settings.Restore(Scope, wanted, reason.Trim(), Expected, operation: null, token));
        (isBusy, declined) = (false, answer.Problem);
        if (answer.Value is not { } stored)
        {
            var newest = await Calls.Ask("read settings", token => Settings.Find(Scope, token));
            if (newest.Problem is null) await Restored.InvokeAsync(newest.Value);
            return;
        }

        await dialog.Close();
        await Restored.InvokeAsync(stored);
        await Browser.Toast($"Version {wanted} is back, as version {stored.Version}");
    }
}
