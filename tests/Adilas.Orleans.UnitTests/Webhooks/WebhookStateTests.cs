using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.Webhooks;

public sealed class WebhookStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly CallerContext Ann = new(CallerKind.Operator, "ann");
    private static readonly WebhooksOptions Options = new();

    private static readonly WebhookState Made = new WebhookState().Create(new("https://a.example/", ["*", "*"]), [1], Ann, Now);

    [Fact]
    public void Enough_failures_disable_it_only_once_they_have_lasted()
    {
        var state = Made;
        for (var count = 1; count <= 30; count++) state = state.Fail(count, "http-timeout", Now.AddMinutes(count), Options);
        Assert.Equal((true, 20, Now.AddMinutes(1)), (state.IsEnabled, state.Failures, state.FailingSince));

        Assert.Same(state, state.Fail(31, "http-timeout", Now.AddMinutes(60), Options));
        var disabled = state.Fail(32, "http-timeout", Now.AddMinutes(61), Options);

        Assert.Equal((false, 32, "http-timeout", Now.AddMinutes(61).AddDays(7)), (disabled.IsEnabled, disabled.Failures, disabled.DisabledReason, disabled.KeptUntil));
        Assert.Same(disabled, disabled.Fail(33, "http-status", Now.AddHours(2), Options));
    }

    [Fact]
    public void A_day_of_nothing_but_failures_disables_it_however_few_they_were()
    {
        var state = Made.Fail(1, "http-timeout", Now, Options);
        Assert.Same(state, state.Fail(2, "http-timeout", Now.AddHours(23), Options));
        Assert.False(state.Fail(3, "http-timeout", Now.AddHours(24), Options).IsEnabled);
        Assert.True(state.Succeed().Fail(3, "http-timeout", Now.AddHours(24), Options).IsEnabled);
        Assert.Same(Made, Made.Succeed());
    }

    [Fact]
    public void Enabled_again_it_begins_anew()
    {
        var disabled = Made.Fail(3, "http-timeout", Now, Options).Disable("http-timeout", Now, Options.Keep);

        var enabled = disabled.Change(new WebhookChange(IsEnabled: true), null, Ann, Now.AddDays(1), Options.Keep);

        Assert.Equal(
            (true, null, null, null, 0), (enabled.IsEnabled, enabled.DisabledReason, enabled.KeptUntil, enabled.FailingSince, enabled.Failures));
        Assert.Same(enabled, enabled.Change(new WebhookChange(IsEnabled: true), null, Ann, Now.AddDays(2), Options.Keep));
    }

    [Fact]
    public void The_secret_before_signs_for_a_day()
    {
        var rotated = Made.Rotate([2], Ann, Now);

        Assert.Equal([[2], [1]], rotated.Secrets(Now.AddHours(23)));
        Assert.Equal([[2]], rotated.Secrets(Now.AddHours(24)));
    }

    [Fact]
    public void Removed_it_has_no_address_and_no_secret_and_its_version_goes_on()
    {
        var removed = (Made with { Version = 3 }).Remove(3, Ann, Now);

        Assert.Equal((false, 3, 0), (removed.Exists, removed.Version, removed.Secrets(Now).Count()));
        Assert.Throws<RefusedException>(() => removed.Rotate([1], Ann, Now));
        Assert.Equal("version-stale", Assert.Throws<RefusedException>(() => (Made with { Version = 3 }).Remove(2, Ann, Now)).Code);
    }

    [Fact]
    public void What_another_address_failed_at_is_forgotten_with_it()
    {
        var failing = Made.Fail(3, "http-timeout", Now, Options);
        Assert.NotNull(failing.FailingSince);

        var moved = failing.Change(new WebhookChange(Url: "https://new.example/hook"), null, Ann, Now.AddHours(23), Options.Keep);

        Assert.Equal((null, 0), (moved.FailingSince, moved.Failures));
        Assert.True(moved.Fail(1, "http-timeout", Now.AddHours(25), Options).IsEnabled);
    }

    [Theory]
    [InlineData("corporation.created", true)]
    [InlineData("corporation.*", true)]
    [InlineData("*", true)]
    [InlineData("", false)]
    [InlineData("user.*", false)]
    [InlineData("corporation", false)]
    [InlineData("corporation.**", false)]
    [InlineData("webhook.test", false)]
    [InlineData("*.created", false)]
    public void Only_what_there_is_can_be_asked_for(string name, bool isKnown)
    {
        Assert.Equal(isKnown, EventType.IsPattern(name));
        if (!isKnown) Assert.Equal("events", Assert.Throws<RefusedException>(() => WebhookState.CheckEvents([name])).Field);
    }

    [Theory]
    [InlineData("""{"status":503,"body":"so: sorry"}""", "The receiver answered 503: so: sorry", 503, "so: sorry")]
    [InlineData("""{"status":302}""", "The receiver answered 302.", 302, null)]
    public void What_a_receiver_answered_is_read_from_the_message_again(string result, string message, int status, string? text)
    {
        Assert.Equal(message, ReceiverAnswer.OfResult(result)!.ToMessage());
        Assert.Equal(new ReceiverAnswer(status, text), ReceiverAnswer.OfMessage(message));
        Assert.Null(ReceiverAnswer.OfMessage("a.example cannot be reached."));
    }

    [Fact]
    public void Options_have_their_defaults_and_say_what_is_wrong()
    {
        Assert.Equal((20, TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7)), (Options.Failures, Options.FailingFor, Options.GivenUpAfter, Options.Keep));

        var result = new WebhooksOptionsValidator().Validate(null, new WebhooksOptions { Failures = 1 });

        Assert.Contains("Failures", result.FailureMessage, StringComparison.Ordinal);
    }
}
