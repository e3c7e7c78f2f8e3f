using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Jobs.Mail;
using Adilas.Refusals;
using Adilas.Settings;
using Adilas.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Webhooks;

public sealed class WebhookGrainTests(ClusterFixture cluster) : IAsyncLifetime
{
    private readonly CorporationId corporation = ClusterFixture.NewCorporation();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await cluster.Register(corporation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_webhook_that_keeps_failing_is_disabled_with_notice_and_told_what_was_kept_once_enabled_again()
    {
        var (failing, other) = (await Make("settings.*"), await Make("webhook.disabled"));
        ScriptedDelivery.Fail(failing, "http-unreachable");

        for (var number = 1; number <= 3; number++) await ChangeSettings(number);

        var disabled = await ClusterFixture.Until(() => Find(failing), found => !found!.IsEnabled, "to be disabled");
        Assert.Equal(("http-unreachable", true), (disabled!.DisabledReason, disabled.Failures >= 3));
        Assert.Equal(TimeSpan.FromDays(7), disabled.KeptUntil - disabled.DisabledAt);
        await ClusterFixture.Until(() => Task.FromResult(ScriptedDelivery.ToldTo(other)), told => told.Count == 1, "the notice to the other");
        Assert.Equal(["webhook.disabled"], ScriptedDelivery.ToldTo(other));

        ScriptedDelivery.Fail(failing, null);
        await ChangeSettings(4);
        var queue = await ClusterFixture.Until(
            () => Queue().Queues(Cancelled), queues => queues.Any(it => it.Name == failing.Queue && it is { IsPaused: true, Running: 0 }), "its queue to be held up");
        Assert.Equal(4, queue.Single(it => it.Name == failing.Queue).Waiting);
        Assert.Empty(ScriptedDelivery.ToldTo(failing));

        await Change(failing, new WebhookChange(IsEnabled: true));
        foreach (var delivery in await Deliveries(failing)) await Queue().RunNow(delivery.Id, Cancelled).ContinueWith(_ => { }, TaskScheduler.Default);

        await ClusterFixture.Until(() => Task.FromResult(ScriptedDelivery.ToldTo(failing)), told => told.Count == 4, "what was kept to be told");
        Assert.Equal((true, (string?)null), await Standing(failing));
    }

    [Fact]
    public async Task A_success_in_between_begins_the_count_anew()
    {
        var webhook = await Make("settings.changed");
        ClusterFixture.AsSystem(corporation);
        for (var round = 0; round < 3; round++)
        {
            for (var failure = 0; failure < 2; failure++) await cluster.Grains.Webhook(corporation, webhook).Report("http-timeout", false, Cancelled);
            Assert.NotNull((await Find(webhook))!.FailingSince);
            ClusterFixture.AsSystem(corporation);
            await cluster.Grains.Webhook(corporation, webhook).Report(null, false, Cancelled);
        }

        Assert.Equal((true, (string?)null), await Standing(webhook));
        Assert.Null((await Find(webhook))!.FailingSince);
    }

    [Fact]
    public async Task Nobody_is_told_through_an_endpoint_what_they_may_not_read()
    {
        var worker = new CallerContext(CallerKind.Machine, "key:w", Corporation: corporation, Permissions: PermissionSet.Of(Permission.WorkRead, Permission.WorkWrite));
        foreach (var events in new[] { "*", "settings.changed", "membership.*" })
        {
            ClusterFixture.As(worker);
            var refused = await Assert.ThrowsAsync<RefusedException>(
                () => cluster.Grains.Webhooks(corporation).Create(new WebhookDefinition("https://partner.example/hook", [events]), Cancelled));
            Assert.Equal(("webhook-events-forbidden", "events"), (refused.Code, refused.Field));
        }

        ClusterFixture.As(worker);
        var made = await cluster.Grains.Webhooks(corporation).Create(new WebhookDefinition("https://partner.example/hook", ["job.dead"]), Cancelled);
        var others = await Make("settings.changed");
        ClusterFixture.As(worker);
        Assert.Equal(made.Webhook.Id, (await cluster.Grains.Webhook(corporation, made.Webhook.Id).Change(new WebhookChange(Url: "https://partner.example/new"), null, Cancelled)).Id);
        ClusterFixture.As(worker);
        await Assert.ThrowsAsync<RefusedException>(
            () => cluster.Grains.Webhook(corporation, others).Change(new WebhookChange(Url: "https://elsewhere.example"), null, Cancelled));
    }

    [Fact]
    public async Task Receivers_that_are_slow_leave_room_for_other_jobs()
    {
        ClusterFixture.AsOperator();
        await cluster.Grains.SettingsProfile(ProfileScope.Of(corporation)).Edit(
            new SettingsEdit(SettingsEditKind.Merge, """{"work":{"parallel":4}}"""), Cancelled);
        WebhookId[] slow = [await Make("corporation.*"), await Make("corporation.*")];
        using var held = ScriptedDelivery.Hold(slow);
        for (var number = 0; number < 3; number++)
        {
            ClusterFixture.AsOperator();
            await cluster.Grains.Corporation(corporation).Change(new CorporationChange(Name: $"Acme {number}"), null, Cancelled);
        }

        await ClusterFixture.Until(() => Queue().Queues(Cancelled), queues => queues.Sum(it => it.Running) == 2, "half of the room to be taken");
        var job = (await Queue().Order([new JobOrder("own", "noop", "{}")], Cancelled))[0].Id;

        await ClusterFixture.Until(() => Queue().Find(job, Cancelled), found => found!.State is JobState.Succeeded, "the corporation's own job to run");
        Assert.Equal(2, (await Queue().Queues(Cancelled)).Sum(it => it.Running));
    }

    [Fact]
    public async Task One_that_wants_to_hear_no_more_is_disabled_at_once()
    {
        var webhook = await Make("*");
        ClusterFixture.AsSystem(corporation);

        await cluster.Grains.Webhook(corporation, webhook).Report("webhook-gone", isGone: true, Cancelled);

        Assert.Equal((false, "webhook-gone"), await Standing(webhook));
        ClusterFixture.AsOperator();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => cluster.Grains.Webhook(corporation, webhook).Test(Cancelled));
        Assert.Equal("webhook-disabled", refused.Code);
    }

    [Fact]
    public async Task Where_mail_is_set_up_the_owner_is_written_to_and_the_address_stands_in_no_job()
    {
        var webhook = await Make("corporation.*");
        ClusterFixture.AsSystem(corporation);

        await cluster.Grains.Webhook(corporation, webhook).Report("webhook-gone", isGone: true, Cancelled);

        ClusterFixture.AsOperator();
        var notice = Assert.Single((await cluster.Grains.JobQueue(corporation).List(new JobQuery(Kind: "mail"), Cancelled)).Items);
        ClusterFixture.AsOperator();
        var job = await cluster.Grains.JobQueue(corporation).Find(notice.Id, Cancelled);
        Assert.Contains("\"toOwner\":true", job!.Payload, StringComparison.Ordinal);
        Assert.Contains(webhook.Value, job.Payload, StringComparison.Ordinal);
        ClusterFixture.AsSystem(null);
        await cluster.Grains.User(UserId.Parse("u1")).Register("ann@acme.example", "Ann", Cancelled);
        RequestContext.Clear();
        var owner = new OwnerAddress(cluster.Services(0).GetRequiredService<IGrainFactory>(), cluster.Services(0).GetRequiredService<SystemActors>());
        Assert.Equal("ann@acme.example", await owner.Find(corporation, Cancelled));
        Assert.DoesNotContain("ann@", job.Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happens_in_a_frozen_corporation_is_told_and_jobs_are_not_begun()
    {
        var webhook = await Make("corporation.modeChanged", "corporation.closed");
        ClusterFixture.AsOperator();

        await cluster.Grains.Corporation(corporation).SetMode(CorporationMode.Frozen, "audit", Cancelled);
        await cluster.Grains.Corporation(corporation).SetMode(CorporationMode.Archived, "audit", Cancelled);
        await cluster.Grains.Corporation(corporation).Close("done", Cancelled);

        await ClusterFixture.Until(() => Task.FromResult(ScriptedDelivery.ToldTo(webhook)), told => told.Count == 3, "all modes to be told");
        Assert.Equal(
            ["corporation.closed", "corporation.modeChanged", "corporation.modeChanged"], ScriptedDelivery.ToldTo(webhook).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_again_under_one_operation_makes_one_webhook_and_shows_the_same_secret()
    {
        ClusterFixture.AsOperator();
        var operation = new OperationKey($"op-{Guid.NewGuid():N}", "hash").ToString();
        RequestContext.Set(OperationKey.Header, operation);
        var first = await cluster.Grains.Webhooks(corporation).Create(Definition("*"), Cancelled);
        ClusterFixture.AsOperator();
        RequestContext.Set(OperationKey.Header, operation);
        var again = await cluster.Grains.Webhooks(corporation).Create(Definition("*"), Cancelled);

        Assert.Equal((first.Secret, first.Webhook.Id), (again.Secret, again.Webhook.Id));
        ClusterFixture.AsOperator();
        Assert.Single((await cluster.Grains.Webhooks(corporation).List(null, null, Cancelled)).Items);
    }

    private static WebhookDefinition Definition(params string[] events) => new("https://acme.example/hook", [.. events]);

    private async Task<WebhookId> Make(params string[] events)
    {
        ClusterFixture.AsOperator();
        return (await cluster.Grains.Webhooks(corporation).Create(Definition(events), Cancelled)).Webhook.Id;
    }

    private Task<Webhook?> Find(WebhookId webhook)
    {
        ClusterFixture.AsOperator();
        return cluster.Grains.Webhook(corporation, webhook).Find(Cancelled);
    }

    private async Task<(bool IsEnabled, string? Reason)> Standing(WebhookId webhook) =>
        await Find(webhook) is { } found ? (found.IsEnabled, found.DisabledReason) : default;

    private Task<Webhook> Change(WebhookId webhook, WebhookChange change)
    {
        ClusterFixture.AsOperator();
        return cluster.Grains.Webhook(corporation, webhook).Change(change, null, Cancelled);
    }

    private async Task<ImmutableArray<WebhookDelivery>> Deliveries(WebhookId webhook)
    {
        ClusterFixture.AsOperator();
        return (await cluster.Grains.Webhook(corporation, webhook).Deliveries(new DeliveryQuery(), Cancelled)).Items;
    }

    private async Task ChangeSettings(int value)
    {
        ClusterFixture.AsOperator();
        await cluster.Grains.SettingsProfile(ProfileScope.Of(corporation))
            .Edit(new SettingsEdit(SettingsEditKind.Merge, $$$"""{"custom":{"a":{{{value}}} } }"""), Cancelled);
    }

    private IJobQueueGrain Queue()
    {
        ClusterFixture.AsOperator();
        return cluster.Grains.JobQueue(corporation);
    }
}
