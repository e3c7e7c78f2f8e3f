using Adilas.Access;
using Adilas.Components;
using Adilas.Corporations;
using Adilas.Jobs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Adilas.Webhooks;

/// <summary>One endpoint: how it fares, what it was sent and what came back, and sending it again.</summary>
public sealed partial class WebhookPage
{
    private const int PageSize = 50;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly Latest loads = new();
    private readonly Latest counts = new();
    private WebhookDialog dialog = null!;
    private Dialog removal = null!;
    private Dialog span = null!;
    private readonly Repeating looks = new();
    private (string, string, string?, string?, string?, string?)? shown;
    private CorporationId id;
    private WebhookId webhook;
    private Webhook? it;
    private List<WebhookDelivery>? rows;
    private string? next;
    private WebhookWithSecret? rotated;
    private string? done;
    private string replayFrom = "";
    private string replayTo = "";
    private int? count;
    private int? sent;
    private PageProblem? problem;

    /// <summary>What the last action came to; stays until the next one.</summary>
    private PageProblem? refused;
    private PageProblem? declined;
    private bool mayWrite;
    private bool isBusy;
    private bool isUnknown;

    [Parameter, EditorRequired] public string Id { get; set; } = "";

    [Parameter, EditorRequired] public string Name { get; set; } = "";

    [SupplyParameterFromQuery] private string? State { get; set; }

    [SupplyParameterFromQuery] private string? From { get; set; }

    [SupplyParameterFromQuery] private string? To { get; set; }

    [SupplyParameterFromQuery] private string? Cursor { get; set; }

    [CascadingParameter] private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Inject] private PageCalls Calls { get; set; } = null!;

    [Inject] private WebhookService Webhooks { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private string ListAddress => $"{CorporationAddress.List}/{Id}/{CorporationAddress.Webhooks}";

    private DeliveryQuery Span => new(From: PageTime.Read(replayFrom), To: PageTime.Read(replayTo));

    public void Dispose()
    {
        looks.Dispose();
        loads.Dispose();
        counts.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var wanted = (Id, Name, State, From, To, Cursor);
        if (!RendererInfo.IsInteractive || shown == wanted) return;

        if (shown is not { } before || (before.Item1, before.Item2) != (Id, Name)) (it, rotated, done, isUnknown) = (null, null, null, false);
        (shown, rows, problem) = (wanted, null, null);
        mayWrite = CallerIdentity.CallerOf((await SignedIn).User).Permissions.Has(Permission.WorkWrite);
        if (!CorporationId.TryParse(Id, out id) || !WebhookId.TryParse(Name, out webhook))
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
        var token = loads.Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, cancellationToken);
        var found = await Calls.Ask("get webhook", cancel => Webhooks.Get(id, webhook, cancel), either.Token);
        if (either.IsCancellationRequested) return;
        isUnknown = found.Problem is { Code: "webhook-unknown" };
        problem = isUnknown ? null : found.Problem;
        if (found.Value is not null)
        {
            it = found.Value;
            var query = new DeliveryQuery(JobWords.Parse(State), PageTime.Read(From), PageTime.Read(To), Cursor, PageSize);
            var page = await Calls.Ask("list deliveries", cancel => Webhooks.Deliveries(id, webhook, query, cancel), either.Token);
            if (either.IsCancellationRequested) return;
            problem = page.Problem;
            if (page.Value is not null) (rows, next) = ([.. page.Value.Items], page.Value.Next);
        }
        else if (isUnknown)
        {
            it = null;
        }

        StateHasChanged();
    }

    private async Task Test()
    {
        if (await Do("test webhook", token => Webhooks.Test(id, webhook, operation: null, token)) is not null) await Browser.Toast("webhook.test is on its way");
    }

    private async Task Replay(WebhookDelivery delivery)
    {
        var again = await Do("replay delivery", token => Webhooks.Replay(id, webhook, delivery.Id, operation: null, token));
        if (again is not null) await Browser.Toast("It is on its way again");
    }

    private async Task Switch()
    {
        var (isEnabled, isBack) = (!it!.IsEnabled, done is not null);
        done = null;
        var changed = await Do("switch webhook", async token => await Webhooks.Change(id, webhook, new WebhookChange(IsEnabled: isEnabled), it.Version, operation: null, token));
        if (changed is not null && !isBack) done = isEnabled ? "Enabled: it is told again, and of what was kept" : "Disabled: it is told nothing, and what happens is kept for a while";
    }

    private async Task Rotate()
    {
        rotated = await Do("rotate secret", async token => await Webhooks.Rotate(id, webhook, operation: null, token)) as WebhookWithSecret;
    }

    private async Task Remove()
    {
        if (await Do("remove webhook", async token => await Webhooks.Remove(id, webhook, it!.Version, operation: null, token)) is null) return;
        await removal.Close();
        await Browser.Toast("The webhook is removed");
        Navigation.NavigateTo(ListAddress);
    }

    private Task Took(Webhook changed)
    {
        it = changed;
        return Load(CancellationToken.None);
    }

    private async Task OpenReplay()
    {
        (replayFrom, replayTo) = (From ?? "", To ?? "");
        await span.Open();
        await Recount(() => { });
    }

    private async Task Recount(Action change)
    {
        change();
        (count, sent, declined) = (null, null, null);
        var token = counts.Begin();
        var query = Span;
        var answer = await Calls.Ask("count replay", cancel => Webhooks.CountReplay(id, webhook, query, cancel), token);
        if (token.IsCancellationRequested) return;
        (declined, count) = (answer.Problem, answer.Problem is null ? answer.Value : null);
        StateHasChanged();
    }

    private async Task ReplaySpan()
    {
        if (isBusy) return;
        (isBusy, sent) = (true, 0);
        var query = Span;
        do
        {
            var asked = query;
            var part = await Calls.Ask("replay span", token => Webhooks.ReplayMany(id, webhook, asked, operation: null, token));
            if (part.Value is not { } value)
            {
                declined = part.Problem;
                break;
            }

            sent += value.Deliveries.Length;
            query = query with { Cursor = value.Next };
            StateHasChanged();
        }
        while (query.Cursor is not null);

        isBusy = false;
        await Load(CancellationToken.None);
    }

    private async Task<object?> Do<T>(string name, Func<CancellationToken, Task<T>> act)
    {
        if (isBusy) return null;
        isBusy = true;
        var answer = await Calls.Ask(name, act);
        (isBusy, refused) = (false, answer.Problem);
        if (answer.Problem is not null) return null;
        await Load(CancellationToken.None);
        return answer.Value;
    }

    private void Show(params (string Name, string? Value)[] changes) =>
        Navigation.NavigateTo(Address([.. changes, ("cursor", null)]), new NavigationOptions { ReplaceHistoryEntry = true });

    private string Address(params (string Name, string? Value)[] changes) => Navigation.GetUriWithQueryParameters(changes.ToDictionary(
        change => change.Name, change => string.IsNullOrWhiteSpace(change.Value) ? null : (object)change.Value.Trim()));
}
