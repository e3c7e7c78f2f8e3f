using Adilas.Components;
using Adilas.Paging;
using Adilas.Provisioning;
using Adilas.Stacks;
using Microsoft.AspNetCore.Components;

namespace Adilas.Corporations;

/// <summary>The list of corporations. All that decides what it shows is in its address.</summary>
public sealed partial class CorporationsPage
{
    private const int PageSize = 50;

    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(250);

    private static readonly (string Value, string Text)[] ModeChoices =
        [("", "Any"), .. Enum.GetValues<CorporationMode>().Select(mode => (ModeWords.Text(mode), ModeWords.Name(mode)))];

    private const string AnyUnfinished = "unfinished";

    private static readonly (string Value, string Text)[] StateChoices =
    [
        ("", "Ready"), (AnyUnfinished, "Not ready"), .. MakingWords.Unfinished.Select(phase => (MakingWords.Text(phase), MakingWords.PhaseName(phase))),
    ];

    private readonly Latest loads = new();
    private readonly Latest keys = new();
    private IReadOnlyList<(string Value, string Text)> stackChoices = [("", "Any")];
    private IReadOnlyList<Stack> stacks = [];
    private string text = "";
    private string industry = "";
    private (string Text, string Industry)? typed;
    private (string?, string?, string?, string?, string?, string?)? shown;
    private Page<CorporationSummary>? found;
    private List<CorporationSummary> rows = [];
    private ProvisioningStatus? making;
    private PageProblem? problem;
    private bool isLoading;

    [SupplyParameterFromQuery] private string? Query { get; set; }

    [SupplyParameterFromQuery] private string? Stack { get; set; }

    [SupplyParameterFromQuery] private string? Mode { get; set; }

    [SupplyParameterFromQuery] private string? Industry { get; set; }

    /// <summary>Which unfinished provisionings to show instead of corporations; <c>null</c> for none.</summary>
    [SupplyParameterFromQuery] private string? State { get; set; }

    [SupplyParameterFromQuery] private string? Cursor { get; set; }

    private ProvisioningPhase? Phase => MakingWords.Unfinished.Where(phase => MakingWords.Text(phase) == State).Select(phase => (ProvisioningPhase?)phase).FirstOrDefault();

    /// <summary>Whether the filters of corporations are out of use.</summary>
    private bool IsIdle => !RendererInfo.IsInteractive || State is not null;

    private bool IsFiltered => text.Length > 0 || industry.Length > 0 || Stack is not null || Mode is not null || State is not null;

    private string Summary => stacks.Count == 0
        ? "Every customer company that this installation holds"
        : $"About {stacks.Sum(stack => stack.Corporations):N0} on {stacks.Count:N0} {(stacks.Count == 1 ? "stack" : "stacks")}, closed ones included";

    private string Command => ShellLine.Of(
    [
        "corporation", "list", .. ShellLine.Option("--query", Query), .. ShellLine.Option("--stack", Stack), .. ShellLine.Option("--mode", Mode),
        .. ShellLine.Option("--industry", Industry),
    ]);

    public void Dispose()
    {
        loads.Dispose();
        keys.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var wanted = (Query, Stack, Mode, Industry, State, Cursor);
        if (shown == wanted) return;

        // What is being typed runs ahead of the address that typing made; only an address from elsewhere replaces it.
        if ((Query?.Trim() ?? "", Industry?.Trim() ?? "") != typed)
        {
            if (Query?.Trim() != text.Trim()) text = Query ?? "";
            if (Industry?.Trim() != industry.Trim()) industry = Industry ?? "";
        }

        var isFirst = shown is null;
        shown = wanted;
        if (!RendererInfo.IsInteractive) return;
        await Task.WhenAll(isFirst ? LoadStacks() : Task.CompletedTask, State is null ? Load() : Task.CompletedTask);
    }

    private async Task LoadStacks()
    {
        var known = await Calls.Ask("list stacks", Stacks.All);
        stacks = known.Value ?? [];
        stackChoices = [("", "Any"), .. stacks.Select(stack => (stack.Id.Value, stack.Id.Value))];
        if (Stack is { } chosen && stacks.All(stack => stack.Id.Value != chosen)) stackChoices = [.. stackChoices, (chosen, chosen)];
        StateHasChanged();
    }

    private async Task Load()
    {
        var token = loads.Begin();
        isLoading = true;
        var answer = Wanted() is { } query
            ? await Calls.Ask("list corporations", cancel => Corporations.List(query, cancel), token)
            : new Answer<Page<CorporationSummary>>(new Page<CorporationSummary>([], Next: null), Problem: null);
        if (token.IsCancellationRequested) return;

        (found, problem, isLoading) = (answer.Value, answer.Problem, false);
        rows = [.. found?.Items ?? []];
        making = null;
        if (found is { Items.Length: 0 } && CorporationId.TryParse(Query, out var id)) making = await Making(id, token);
    }

    /// <summary><c>null</c> when the address asks for what cannot be.</summary>
    private CorporationQuery? Wanted()
    {
        StackId? stack = null;
        if (Stack is not null)
        {
            if (!StackId.TryParse(Stack, out var parsed)) return null;
            stack = parsed;
        }

        var mode = ModeWords.Parse(Mode);
        return Mode is not null && mode is null ? null : new CorporationQuery(Query, stack, mode, Industry, Cursor, PageSize);
    }

    /// <summary>The making of a corporation that is not in the list yet.</summary>
    private async Task<ProvisioningStatus?> Making(CorporationId id, CancellationToken cancellationToken)
    {
        var making = await Calls.Ask("find provisioning", token => Corporations.FindProvisioning(id, token), cancellationToken);
        return making.Value is { State: not (ProvisioningPhase.Ready or ProvisioningPhase.Absent) } unfinished ? unfinished : null;
    }

    private async Task ShowSoon()
    {
        if (await keys.Begin(TypingPause) is null) return;
        typed = (text.Trim(), industry.Trim());
        Show(("query", text), ("industry", industry));
    }

    private void Clear()
    {
        (text, industry, typed) = ("", "", null);
        Show(("query", null), ("stack", null), ("mode", null), ("industry", null), ("state", null));
    }

    private void ShowState(string state)
    {
        (text, industry, typed) = ("", "", null);
        Show(("query", null), ("stack", null), ("mode", null), ("industry", null), ("state", state));
    }

    // A new search begins at its first found; typing is not worth a step back.
    private void Show(params (string Name, string? Value)[] changes) =>
        Navigation.NavigateTo(Address([.. changes, ("cursor", null)]), new NavigationOptions { ReplaceHistoryEntry = true });

    private string Address(params (string Name, string? Value)[] changes) => Navigation.GetUriWithQueryParameters(changes.ToDictionary(
        change => change.Name, change => string.IsNullOrWhiteSpace(change.Value) ? null : (object)change.Value.Trim()));
}
