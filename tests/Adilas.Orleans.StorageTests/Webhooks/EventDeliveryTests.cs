using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Dapper;
using MySqlConnector;
using Orleans.Storage;

namespace Adilas.Webhooks;

/// <summary>A change and the deliveries that tell of it are one transaction.</summary>
public sealed class EventDeliveryTests(MySqlFixture servers)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly CorporationId Acme = CorporationId.Parse("acme");
    private static readonly WebhookId One = WebhookId.Parse("one");
    private static readonly WebhookId Two = WebhookId.Parse("two");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Each_endpoint_that_wants_to_hear_of_it_is_given_one_job(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await Subscribe(journal, One, "*", "settings.*", "settings.changed");
        await Subscribe(journal, Two, "settings.*");
        await Subscribe(journal, WebhookId.Parse("deaf"), "job.dead");
        await Subscribe(journal, WebhookId.Parse("late"), StoredTime.ToMicroseconds(Now), "*");
        await Subscribe(journal, WebhookId.Parse("foreign"), long.MaxValue, "acme-2", "*");
        var happened = Event();

        await (await journal.Load("acme/u1")).Write(new ThingState { Text = "a", Told = [happened] });

        var jobs = journal.Get<IJobStore>();
        foreach (var webhook in new[] { One, Two })
        {
            var job = await jobs.Find(Acme, JobId.Parse($"{happened.Id}-{webhook}"), Cancelled);
            Assert.Equal(happened.Body, job!.Payload);
            Assert.Equal(happened.ToJob(webhook) with { Payload = job.Payload, Log = job.Log }, job);
        }

        Assert.Equal(2, await CountJobs(journal));
        Assert.Equal(
            [new JobLine(JobLane.Runtime, One.Queue, 5, Now), new JobLine(JobLane.Runtime, Two.Queue, 5, Now)],
            (await jobs.Lines(Acme, Cancelled)).OrderBy(line => line.Queue, StringComparer.Ordinal));
        Assert.All(await jobs.DueCorporations(JobLane.Runtime, Now, null, 10, Cancelled), due => Assert.Equal(new DueCorporation(Acme, Now), due));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_mail_that_goes_with_it_is_stored_with_it_whoever_wants_to_hear_of_it(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await Subscribe(journal, One, "*");
        var (thing, jobs) = (await journal.Load("acme/u1"), journal.Get<IJobStore>());
        var happened = Event() with { Except = One, Mail = """{"toOwner":true}"""u8.ToArray() };

        await thing.Write(new ThingState { Text = "a", Told = [happened, Event()] });

        Assert.Equal(happened.Mail, (await jobs.Find(Acme, JobId.Parse($"{happened.Id}-mail"), Cancelled))!.Payload);
        Assert.Equal(["notices", One.Queue], (await jobs.Lines(Acme, Cancelled)).Select(line => line.Queue).Order(StringComparer.Ordinal));
        Assert.Equal(2, await CountJobs(journal));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_was_not_stored_is_told_to_nobody(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await Subscribe(journal, One, "*");
        var (first, stale) = (await journal.Load("acme/u1"), await journal.Load("acme/u1"));
        await first.Write("a");
        await (await journal.Load("acme")).Write(new ThingState { Text = "a", Mode = Modes.Frozen });

        await Assert.ThrowsAsync<InconsistentStateException>(() => stale.Write(new ThingState { Text = "b", Told = [Event()] }));
        Assert.Equal(0, await CountJobs(journal));

        await Assert.ThrowsAsync<RefusedException>(() => first.Write(new ThingState { Text = "b", Told = [Event()] }, Modes.Live));
        Assert.Equal(0, await CountJobs(journal));

        // One of a batch that is stored while its neighbour is not.
        await first.Read();
        var others = await Task.WhenAll(Enumerable.Range(2, 20).Select(number => journal.Load($"acme/u{number}")));
        await Task.WhenAll([
            .. others.Select(thing => thing.Write(new ThingState { Text = "b", Told = [Event()] }, Modes.Any)),
            Assert.ThrowsAsync<RefusedException>(() => first.Write(new ThingState { Text = "b", Told = [Event()] }, Modes.Live)),
        ]);
        Assert.Equal(others.Length, await CountJobs(journal));
    }

    [Fact]
    public async Task A_commit_that_was_answered_into_nowhere_tells_once()
    {
        var connection = await servers.NewConnection(SqlDialect.MySql);
        await using var direct = await Open(connection);
        await Subscribe(direct, One, "*");
        await using var proxy = new FaultyProxy((int)new MySqlConnectionStringBuilder(connection.ConnectionString).Port);
        await using var behind = await Open(PlatformConnection.ForServer(proxy.Through(connection.ConnectionString)));
        var thing = await behind.Load("acme/u1");
        await thing.Write("a");

        proxy.Next(FaultyProxy.Fault.CutAfter);
        await thing.Write(new ThingState { Text = "b", Told = [Event()] });
        proxy.Next(FaultyProxy.Fault.CutBefore);
        await thing.Write(new ThingState { Text = "c", Told = [Event()] });

        Assert.Equal((2, 3), (await CountJobs(direct), thing.Version));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_job_that_has_failed_for_good_is_told_of_with_its_end_and_a_delivery_is_not(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await Subscribe(journal, One, "job.*");
        var jobs = journal.Get<IJobStore>();
        var row = new JobRow(JobId.Make(Now), "q", "noop", JobLane.Runtime, Now, Now, 5, 0, 1, 1, 60, 5, Now, "tester", "{}"u8.ToArray());
        await jobs.Add(Acme, [row], Modes.Any, _ => [], Cancelled);

        await Die(row.Id);

        var told = (await jobs.List(Acme, new JobFilter(null, CorporationEvent.JobKind, null, null, null, Now), null, 10, Cancelled)).Jobs.Single();
        Assert.Equal(One.Queue, told.Queue);
        await Die(told.Id, attempts: CorporationEvent.Attempts);
        Assert.Equal(JobState.Dead, (await jobs.Find(Acme, told.Id, Cancelled))!.End);
        Assert.Equal(0, await CountJobs(journal));

        async Task Die(JobId id, int attempts = 1)
        {
            for (var attempt = 1; attempt <= attempts; attempt++)
            {
                var (number, now) = (attempt, DateTimeOffset.UtcNow.AddDays(attempt));
                var leased = await jobs.Change(Acme, [new JobChange(id, it => it.Lease("w", now, TimeSpan.FromMinutes(1)))], Cancelled);
                Assert.NotNull(leased[0]);
                await jobs.Change(Acme, [new JobChange(id, it => it.Fail(new JobEnd(id, number, null, "no-luck", "It did not work."), now, 0))], Cancelled);
            }
        }
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Disabled_endpoints_hold_up_their_queue_as_long_as_something_is_kept(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await using var connection = await journal.Connect();
        var disabled = new WebhookState { Url = "http://a.example/", Events = ["*"], DisabledReason = "http-status", DisabledAt = Now, KeptUntil = Now.AddDays(7), CreatedAt = Now, ChangedAt = Now, ChangedBy = "op" };
        var projection = new WebhookProjection();
        var row = projection.Row("acme/webhook/one", disabled)!;
        await connection.ExecuteAsync(
            $"INSERT INTO webhook (grain_key, source_version, {string.Join(", ", projection.Columns)}) VALUES (@key, 3, {string.Join(", ", projection.Columns.Select(column => $"@{column}"))})",
            new DynamicParameters(projection.Columns.Zip(row, KeyValuePair.Create).Append(new("key", "acme/webhook/one")).ToDictionary()));
        var jobs = journal.Get<IJobStore>();

        Assert.Equal([new QueueRow(One.Queue, IsPaused: true, null)], await jobs.Queues(Acme, Now, Cancelled));
        Assert.Empty(await jobs.Queues(Acme, Now.AddDays(7), Cancelled));
        var listed = (await journal.Get<IWebhookStore>().List(Acme, null, 10, Cancelled)).Single();
        Assert.Equal((One, 3, "http-status", Now.AddDays(7), false), (listed.Id, listed.Version, listed.DisabledReason, listed.KeptUntil, listed.IsEnabled));
        Assert.Equal(["*"], listed.Events.AsEnumerable());
        Assert.Equal(1, await journal.Get<IWebhookStore>().Count(Acme, Cancelled));
    }

    private static CorporationEvent Event() =>
        CorporationEvent.Of(Acme, EventType.SettingsChanged, "tester", Now, json => json.WriteString("scope", "corporation:acme"));

    private static Task<TestJournal> Open(PlatformConnection connection) => TestJournal.Open(connection, services => services.AddPlatformPorts());

    private static Task Subscribe(TestJournal journal, WebhookId webhook, params string[] patterns) =>
        Subscribe(journal, webhook, long.MaxValue, patterns);

    private static Task Subscribe(TestJournal journal, WebhookId webhook, long until, params string[] patterns) =>
        Subscribe(journal, webhook, until, Acme.Value, patterns);

    private static async Task Subscribe(TestJournal journal, WebhookId webhook, long until, string corporation, params string[] patterns)
    {
        await using var connection = await journal.Connect();
        foreach (var pattern in patterns)
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO webhook_event (grain_key, source_version, pattern, corporation, webhook_id, queue, collects_until)
                VALUES (@key, 1, @pattern, @corporation, @webhook, @queue, @until)
                """,
                new { key = $"{corporation}/webhook/{webhook}", pattern, corporation, webhook = webhook.Value, queue = webhook.Queue, until });
        }
    }

    private static async Task<long> CountJobs(TestJournal journal)
    {
        await using var connection = await journal.Connect();
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM job");
    }
}
