using System.Text.Json;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Adilas.Publishing;

public sealed class CopyPublisherTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly PretendPlatform platform;
    private readonly PretendCopies copies = new(() => Task.CompletedTask);

    public CopyPublisherTests() => platform = new PretendPlatform(clock, () => Task.CompletedTask);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_those_that_opted_in_have_a_copy()
    {
        platform.Corporation("acme");
        platform.Corporation("apex", isPublished: false);
        platform.Layer("system", _ => """{"images":{"width":700}}""");
        await PassInTime(NewPublisher());

        var copy = Assert.Single(copies.Copies);
        Assert.Equal("acme", copy.Key);
        Assert.Equal(700, At(copy.Value, "images", "width").GetInt32());
        Assert.Equal("1 system@1 industry:retail@0 stack:data0@0 corporation:acme@0", copy.Value.Sources);
    }

    [Fact]
    public async Task A_change_of_any_layer_reaches_those_whom_it_concerns_and_nobody_else_is_written()
    {
        platform.Corporation("acme", plan: "large");
        platform.Corporation("apex", plan: "small");
        var publisher = NewPublisher();
        await PassInTime(publisher);
        var (before, written) = (copies.Copies["apex"], copies.Writes);

        platform.Layer("plan:large", _ => """{"images":{"width":701}}""");
        await PassInTime(publisher);
        platform.Layer("corporation:acme", _ => """{"images":{"quality":33}}""");
        await PassInTime(publisher);

        Assert.Equal((701, 33), (At(copies.Copies["acme"], "images", "width").GetInt32(), At(copies.Copies["acme"], "images", "quality").GetInt32()));
        Assert.Same(before, copies.Copies["apex"]);
        Assert.Equal(written + 2, copies.Writes);
    }

    [Fact]
    public async Task Who_opts_in_later_changes_plan_opts_out_or_is_closed_is_noticed()
    {
        var publisher = NewPublisher();
        platform.Layer("plan:large", _ => """{"images":{"width":701}}""");
        await PassInTime(publisher);

        platform.Corporation("acme");
        await PassInTime(publisher);
        Assert.Equal(760, At(copies.Copies["acme"], "images", "width").GetInt32());

        platform.Corporation("acme", plan: "large");
        await PassInTime(publisher);
        Assert.Equal(701, At(copies.Copies["acme"], "images", "width").GetInt32());

        platform.Corporation("acme", mode: Modes.Closed);
        await PassInTime(publisher);
        Assert.Empty(copies.Copies);

        platform.Corporation("acme");
        await PassInTime(publisher);
        Assert.Single(copies.Copies);

        platform.Corporation("acme", isPublished: false);
        await PassInTime(publisher);
        Assert.Empty(copies.Copies);
    }

    [Fact]
    public async Task A_condition_begins_and_ends_in_the_copy_without_a_change_of_the_layer()
    {
        platform.Corporation("acme");
        var from = clock.GetUtcNow().AddMinutes(1);
        platform.Layer("system", _ => "{}", new SettingsCondition("images.width", "900", From: from, Until: from.AddMinutes(1)));
        var publisher = NewPublisher();

        var seen = new List<int>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await PassInTime(publisher);
            seen.Add(At(copies.Copies["acme"], "images", "width").GetInt32());
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([760, 900, 760], seen);
    }

    [Fact]
    public async Task Personal_settings_are_left_out()
    {
        platform.Corporation("acme");
        platform.Layer("corporation:acme", _ => """{"mail":{"replyTo":"ada@example.com","signature":"Ada","footer":"none"},"custom":{"x":1}}""");
        await PassInTime(NewPublisher());

        var json = copies.Copies["acme"].Json;
        Assert.DoesNotContain("ada@", json, StringComparison.Ordinal);
        Assert.DoesNotContain("signature", json, StringComparison.Ordinal);
        Assert.Equal(1, At(copies.Copies["acme"], "custom", "x").GetInt32());
    }

    [Fact]
    public async Task A_store_that_was_emptied_is_filled_again_and_revisions_go_on_rising()
    {
        foreach (var number in Enumerable.Range(0, 500)) platform.Corporation($"corp-{number}");
        var publisher = NewPublisher();
        await PassInTime(publisher);
        var before = copies.Copies.ToDictionary(copy => copy.Key, copy => copy.Value.Revision);

        clock.Advance(TimeSpan.FromSeconds(1));
        copies.Empty();
        await PassInTime(publisher);

        Assert.Equal(500, copies.Copies.Count);
        Assert.All(copies.Copies, copy => Assert.True(copy.Value.Revision > before[copy.Key]));
    }

    [Fact]
    public async Task A_single_copy_that_is_thrown_away_comes_back()
    {
        platform.Corporation("acme");
        platform.Corporation("apex");
        var publisher = NewPublisher();
        await PassInTime(publisher);

        copies.Copies.Remove("acme");
        await PassInTime(publisher);

        Assert.Equal(["acme", "apex"], copies.Copies.Keys);
    }

    [Fact]
    public async Task While_the_store_is_down_changes_wait_and_the_mark_stands_still()
    {
        platform.Corporation("acme");
        var publisher = NewPublisher();
        await PassInTime(publisher);
        var mark = copies.CurrentAsOf;

        clock.Advance(TimeSpan.FromSeconds(5));
        platform.Layer("system", _ => """{"images":{"width":700}}""");
        copies.IsDown = true;
        Assert.Equal("copies-unavailable", (await Assert.ThrowsAsync<RefusedException>(() => publisher.Pass(Cancelled))).Code);
        Assert.Equal(mark, copies.CurrentAsOf);

        clock.Advance(TimeSpan.FromMinutes(5));
        copies.IsDown = false;
        await PassInTime(publisher);
        Assert.Equal(700, At(copies.Copies["acme"], "images", "width").GetInt32());
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), copies.CurrentAsOf);
    }

    [Fact]
    public async Task A_publisher_that_starts_writes_only_what_differs_and_takes_away_what_nobody_wants_any_more()
    {
        platform.Corporation("acme");
        platform.Corporation("apex");
        await PassInTime(NewPublisher());
        var written = copies.Writes;

        platform.Corporation("apex", isPublished: false);
        clock.Advance(TimeSpan.FromHours(1));
        await PassInTime(NewPublisher());

        Assert.Equal(["acme"], copies.Copies.Keys);
        Assert.Equal(written, copies.Writes);
    }

    [Fact]
    public async Task After_the_database_went_back_it_decides()
    {
        foreach (var _ in Enumerable.Range(0, 5)) platform.Corporation("acme");
        await PassInTime(NewPublisher());

        platform.GoBack("acme", 2);
        await PassInTime(NewPublisher());

        Assert.StartsWith("2 ", copies.Copies["acme"].Sources);
    }

    [Fact]
    public async Task No_more_than_two_thousand_copies_are_made_in_a_second()
    {
        foreach (var number in Enumerable.Range(0, 4_000)) platform.Corporation($"corp-{number}");
        var publisher = NewPublisher();
        await PassInTime(publisher);

        platform.Layer("system", _ => """{"images":{"width":700}}""");
        var began = clock.GetUtcNow();
        await PassInTime(publisher);

        Assert.All(copies.Copies.Values, copy => Assert.StartsWith("1 system@1 ", copy.Sources));
        Assert.InRange(clock.GetUtcNow() - began, TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Who_opted_out_while_the_database_failed_loses_its_copy_when_it_is_back()
    {
        platform.Corporation("acme");
        platform.Corporation("apex");
        var publisher = NewPublisher();
        await PassInTime(publisher);

        platform.Corporation("acme", isPublished: false);
        platform.IsDown = true;
        Assert.Equal("database-unavailable", (await Assert.ThrowsAsync<RefusedException>(() => publisher.Pass(Cancelled))).Code);
        platform.IsDown = false;
        await PassInTime(publisher);

        Assert.Equal(["apex"], copies.Copies.Keys);
    }

    [Fact]
    public async Task While_one_copy_cannot_be_written_the_others_follow_their_changes()
    {
        foreach (var id in new[] { "acme", "apex" }) platform.Corporation(id);
        copies.Failing.Add("acme");
        var publisher = NewPublisher();
        await Assert.ThrowsAsync<RefusedException>(() => publisher.Pass(Cancelled));

        platform.Layer("corporation:apex", _ => """{"images":{"width":701}}""");
        for (var pass = 0; pass < 3; pass++) await Assert.ThrowsAsync<RefusedException>(() => publisher.Pass(Cancelled));
        Assert.Equal(701, At(copies.Copies["apex"], "images", "width").GetInt32());

        copies.Failing.Clear();
        await PassInTime(publisher);
        Assert.Equal(["acme", "apex"], copies.Copies.Keys);
    }

    [Fact]
    public async Task A_layer_that_cannot_be_read_costs_those_alone_who_have_it_whose_copy_says_so_until_it_is_mended()
    {
        platform.Corporation("acme");
        platform.Corporation("apex");
        platform.Layer("corporation:acme", _ => "{}");
        var publisher = NewPublisher();
        await PassInTime(publisher);
        var mark = copies.CurrentAsOf;

        clock.Advance(TimeSpan.FromSeconds(1));
        platform.Layer("corporation:acme", _ => "{}");
        platform.Damage("acme");
        platform.Layer("corporation:apex", _ => """{"images":{"width":700}}""");
        await PassInTime(publisher);
        Assert.Equal(700, At(copies.Copies["apex"], "images", "width").GetInt32());
        Assert.True(copies.CurrentAsOf > mark);
        Assert.Equal([KeyValuePair.Create("acme", mark!.Value)], copies.Doubted);

        platform.Layer("corporation:acme", _ => """{"images":{"width":701}}""");
        await PassInTime(publisher);
        Assert.Equal(701, At(copies.Copies["acme"], "images", "width").GetInt32());
        Assert.Empty(copies.Doubted);
    }

    [Fact]
    public async Task A_copy_that_says_it_may_be_old_is_written_anew_by_whoever_can_make_it_although_it_is_the_same()
    {
        platform.Corporation("acme");
        await PassInTime(NewPublisher());
        await copies.Doubt(CorporationId.Parse("acme"), since: 1);
        clock.Advance(TimeSpan.FromSeconds(1));
        await PassInTime(NewPublisher());

        Assert.Empty(copies.Doubted);
    }

    [Fact]
    public async Task While_it_cannot_be_said_that_a_copy_may_be_old_the_mark_stands_still()
    {
        platform.Corporation("acme");
        platform.Layer("corporation:acme", _ => "{}");
        var publisher = NewPublisher();
        await PassInTime(publisher);
        var mark = copies.CurrentAsOf;

        clock.Advance(TimeSpan.FromSeconds(1));
        platform.Layer("corporation:acme", _ => "{}");
        platform.Damage("acme");
        copies.IsDumb = true;
        await Assert.ThrowsAsync<RefusedException>(() => publisher.Pass(Cancelled));
        Assert.Equal(mark, copies.CurrentAsOf);

        copies.IsDumb = false;
        await PassInTime(publisher);
        Assert.True(copies.CurrentAsOf > mark);
        Assert.Single(copies.Doubted);
    }

    [Fact]
    public async Task A_store_that_is_emptied_during_a_pass_is_not_marked_as_current()
    {
        platform.Corporation("acme", plan: "large");
        platform.Corporation("apex");
        var publisher = NewPublisher();
        await PassInTime(publisher);

        platform.Layer("plan:large", _ => """{"images":{"width":701}}""");
        copies.Replaced = (_, _) => copies.Empty();
        await PassInTime(publisher);
        Assert.Null(copies.CurrentAsOf);

        await PassInTime(publisher);
        Assert.Equal(["acme", "apex"], copies.Copies.Keys);
        Assert.NotNull(copies.CurrentAsOf);
    }

    [Fact]
    public async Task A_store_that_is_emptied_while_it_is_filled_is_not_marked_as_current()
    {
        platform.Corporation("acme");
        platform.Corporation("apex");
        copies.Written = id => { if (id == "acme") copies.Empty(); };
        var publisher = NewPublisher();
        await PassInTime(publisher);
        Assert.Null(copies.CurrentAsOf);

        copies.Written = _ => { };
        await PassInTime(publisher);
        Assert.Equal(["acme", "apex"], copies.Copies.Keys);
    }

    [Fact]
    public async Task Conditions_apply_as_of_now_although_another_publishers_clock_is_ahead()
    {
        platform.Corporation("acme");
        platform.Layer("system", _ => "{}", new SettingsCondition("images.width", "900", From: clock.GetUtcNow().AddHours(1)));
        var tomorrow = clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();
        await copies.Publish(new ProfileCopy(CorporationId.Parse("acme"), tomorrow, "{}", "", ""), expected: null);
        await PassInTime(NewPublisher());

        Assert.Equal(tomorrow + 1, copies.Copies["acme"].Revision);
        Assert.Equal(760, At(copies.Copies["acme"], "images", "width").GetInt32());
    }

    private static JsonElement At(ProfileCopy copy, params string[] path) =>
        path.Aggregate(JsonElement.Parse(copy.Json), (at, name) => at.GetProperty(name));

    private CopyPublisher NewPublisher() => new(copies, platform, platform, clock, NullLogger<CopyPublisher>.Instance);

    /// <summary>Lets time go by as the publisher waits for it.</summary>
    private async Task PassInTime(CopyPublisher publisher)
    {
        var pass = publisher.Pass(Cancelled);
        while (!pass.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await pass;
    }
}
