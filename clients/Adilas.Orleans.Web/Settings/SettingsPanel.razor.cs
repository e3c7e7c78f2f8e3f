using System.Text.Json;
using System.Text.RegularExpressions;
using Adilas.Components;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Refusals;
using Adilas.Settings.Catalogue;
using Adilas.Users;
using Microsoft.AspNetCore.Components;

namespace Adilas.Settings;

/// <summary>The settings that hold for a corporation. They follow changes from elsewhere as long as the page is open.</summary>
public sealed partial class SettingsPanel
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(200);

    private static readonly (string Value, string Text)[] Kinds =
        [("", "Anybody"), .. LayerNames.OfCorporations.Select(kind => (kind, LayerNames.Title(kind)))];

    private readonly Latest keys = new();
    private readonly Repeating looks = new();
    private WhoSetDialog who = null!;
    private SettingDialog dialog = null!;
    private (CorporationId, string?, string?, string?, string?)? shown;

    /// <summary>As it holds now; <c>null</c> while another moment is looked at.</summary>
    private Profile? profile;

    private SeenProfile? seen;
    private IReadOnlyList<EffectiveSetting> rows = [];
    private PageProblem? problem;
    private string text = "";
    private string? typed;
    private string other = "";
    private string? otherError;
    private LastChange? undo;
    private bool isUndoing;
    private int waiting;

    [Parameter, EditorRequired] public CorporationId Corporation { get; set; }

    [SupplyParameterFromQuery] private string? Query { get; set; }

    [SupplyParameterFromQuery] private string? By { get; set; }

    /// <summary>As which user of the corporation; <c>null</c>: as the corporation itself.</summary>
    [SupplyParameterFromQuery] private string? User { get; set; }

    /// <summary>As of which moment, UTC; <c>null</c>: now.</summary>
    [SupplyParameterFromQuery] private string? At { get; set; }

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private ProfileService Profiles { get; set; } = null!;

    [Inject] private SettingsService Settings { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private ProfileScope Scope => ProfileScope.Of(Corporation);

    /// <summary>Whether something else is shown than what the corporation's own layer can change.</summary>
    private bool IsViewOnly => User is not null || At is not null;

    private string Count => rows.Count > EffectiveSettings.MaxShown
        ? $"The first {EffectiveSettings.MaxShown} of more; search to see the others"
        : $"{rows.Count} {(rows.Count == 1 ? "setting" : "settings")}";

    public void Dispose()
    {
        looks.Dispose();
        keys.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var wanted = (Corporation, Query, By, User, At);
        if (shown == wanted) return;

        if (shown is not { } before || (before.Item1, before.Item4, before.Item5) != (Corporation, User, At)) (profile, seen, undo, problem) = (null, null, null, null);

        // What is being typed runs ahead of the address that typing made; only an address from elsewhere replaces it.
        if (Query?.Trim() != text.Trim() && Query?.Trim() != typed) text = Query ?? "";
        shown = wanted;
        if (seen is null) await Load(minVersion: null, CancellationToken.None);
        else Find(seen);
        looks.Every(LookEvery, Clock, token => InvokeAsync(() => Load(minVersion: null, token)));
    }

    /// <param name="minVersion">The token of one's own write, which must be in what is shown.</param>
    private async Task Load(string? minVersion, CancellationToken cancellationToken)
    {
        // The past is as it was; it is read once.
        if (At is not null && seen is not null) return;

        var asked = shown;
        var (newest, declined) = await Ask(minVersion, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (shown != asked || (declined == problem && newest is null)) return;

        problem = declined;
        if (newest is not null) Find(newest);
        StateHasChanged();
    }

    /// <returns>Neither when nothing has changed.</returns>
    private async Task<(SeenProfile? Seen, PageProblem? Problem)> Ask(string? minVersion, CancellationToken cancellationToken)
    {
        UserId? user = null;
        if (User is not null)
        {
            if (!UserId.TryParse(User, out var parsed)) return (null, Wrong("user", $"'{User}' is no user's id."));
            user = parsed;
        }

        if (At is not null)
        {
            if (PageTime.Read(At) is not { } moment) return (null, Wrong("at", $"'{At}' is no time."));
            var then = await Calls.Ask("read profile", token => Profiles.AsOf(Corporation, user, moment, token), cancellationToken);
            profile = null;
            return (then.Value is { } past ? SeenProfile.Of(past) : null, then.Problem);
        }

        var now = await Calls.Ask("read profile", token => Profiles.Get(Corporation, user, minVersion, token), cancellationToken);
        if (now.Value is not { } newest || (ReferenceEquals(newest, profile) && problem is null)) return (null, now.Problem);
        profile = newest;
        return (SeenProfile.Of(newest), null);
    }

    private static PageProblem Wrong(string field, string message) =>
        PageProblem.Of(new RefusedException(Refusal.Invalid, "query-invalid", message, field), traceId: "");

    private void Find(SeenProfile newest) => (seen, rows) = (newest, EffectiveSettings.Find(newest, Query, By));

    private async Task OpenWho(string path)
    {
        var answer = await Calls.Ask("explain setting", token => Profiles.Traced(seen!.Explain(path), token));
        problem = answer.Problem;
        if (answer.Value is { } traced) await who.Open(traced);
    }

    private async Task ShowSoon()
    {
        if (await keys.Begin(TypingPause) is null) return;
        typed = text.Trim();
        Show(("query", text));
    }

    private void Clear()
    {
        text = "";
        Show(("query", null), ("by", null), ("user", null), ("at", null));
    }

    private void Show(params (string Name, string? Value)[] changes) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(
            change => change.Name, change => string.IsNullOrWhiteSpace(change.Value) ? null : (object)change.Value.Trim())),
        new NavigationOptions { ReplaceHistoryEntry = true });

    private async Task SetOther()
    {
        var path = other.Trim();
        try
        {
            SettingsPath.Split(path);
            otherError = null;
        }
        catch (RefusedException malformed)
        {
            otherError = malformed.Message;
            return;
        }

        await dialog.Edit(EffectiveSettings.Of(profile!, path));
    }

    private async Task Took((string Path, SettingsLayer? Before, SettingsLayer Now) saved)
    {
        undo = saved.Before?.Version == saved.Now.Version
            ? null
            : new LastChange(
                saved.Path, LayerValue.At(saved.Before, saved.Path), saved.Now.Version, $"Saved {saved.Path} as version {saved.Now.Version}");
        other = "";
        await Load(saved.Now.Token, CancellationToken.None);
    }

    private async Task Undo()
    {
        if (undo is not { } last || isUndoing) return;
        isUndoing = true;
        var reason = $"Undo of version {last.Version}";
        var edit = last.Before is { } before ? LayerValue.Set(last.Path, before.GetRawText(), reason) : LayerValue.Remove(last.Path, reason);
        var answer = await Calls.Ask("edit settings", token =>
            Settings.Edit(Scope, edit, new Precondition(last.Version, IsAny: false), operation: null, token));
        (isUndoing, undo, problem) = (false, null, answer.Problem);
        if (answer.Value is { } stored) await Load(stored.Token, CancellationToken.None);
    }

    // A lock of the corporation's own keeps out roles and users, not itself.
    private bool IsLocked(EffectiveSetting row) => row.LockedBy is { } locked && locked != Scope.Text;

    private static bool IsColour(EffectiveSetting row) =>
        row is { Entry.Type: SettingType.Color, Value: { ValueKind: JsonValueKind.String } text } && Colour().IsMatch(text.GetString()!);

    [GeneratedRegex("^#[0-9A-Fa-f]{3,8}\\z")]
    private static partial Regex Colour();

    /// <param name="Before">What the layer said there; <c>null</c>: nothing.</param>
    private sealed record LastChange(string Path, JsonElement? Before, long Version, string Done);
}
