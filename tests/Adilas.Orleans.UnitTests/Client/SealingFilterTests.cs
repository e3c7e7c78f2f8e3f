using System.Reflection;
using Adilas.Access;
using Adilas.Calls;
using Adilas.Connecting;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization.Invocation;
using Orleans.Storage;

namespace Adilas.Client;

public sealed class SealingFilterTests : IDisposable
{
    private const string Question = nameof(ISettingsProfileGrain.Find);
    private const string RepeatableCommand = nameof(ICorporationGrain.SetMode);
    private const string Command = nameof(ISettingsProfileGrain.Edit);

    private static readonly string Key = Convert.ToBase64String(new byte[32]);
    private static readonly SettingsLayer Layer = new("corporation:acme", 1, SettingsDocument.Empty, default, "u1", null);
    private static readonly CallerContext Clerk = new(CallerKind.Person, "u1", Corporation: CorporationId.Parse("acme"));
    private static readonly OperationKey Operation = new("op-1", "abc");

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly CallerAccessor callers = new();
    private readonly CallMetrics metrics = new();
    private readonly SealOptions seals = new() { WebKeys = { Key } };

    public void Dispose() => metrics.Dispose();

    [Fact]
    public async Task A_call_carries_the_seal_of_its_caller_and_leaves_none_behind()
    {
        var call = new FakeCall(Question, _ => Answer(Layer));

        using (callers.Use(Clerk)) await Send(call);

        Assert.Equal(Clerk, Opened(call.Sent[0]).Caller);
        Assert.Equal(clock.GetUtcNow() + seals.Lease, Opened(call.Sent[0]).ExpiresAt);
        Assert.Empty(RequestContext.Keys);
    }

    [Fact]
    public async Task Without_a_caller_the_seal_says_anonymous()
    {
        var call = new FakeCall(Question, _ => Answer(Layer));

        await Send(call);

        Assert.Equal(CallerContext.Anonymous, Opened(call.Sent[0]).Caller);
    }

    [Fact]
    public async Task A_framework_call_is_sealed_and_never_sent_again()
    {
        var call = new FakeCall(nameof(IManagementGrain.GetGrainActivationCount), _ => throw new TimeoutException(), typeof(IManagementGrain));

        await Assert.ThrowsAsync<TimeoutException>(() => Send(call));

        Assert.Equal(CallerContext.Anonymous, Opened(Assert.Single(call.Sent)).Caller);
    }

    [Fact]
    public async Task The_operation_goes_with_the_first_call_of_its_scope_and_with_all_its_attempts()
    {
        var first = new FakeCall(Question, attempt => attempt == 1 ? throw new TimeoutException() : Answer(Layer));
        var second = new FakeCall(Question, _ => Answer(Layer));

        using (callers.UseOperation(Operation))
        {
            await Send(first);
            await Send(second);
        }

        Assert.Equal([Operation.ToString(), Operation.ToString()], first.Sent.Select(sent => sent[OperationKey.Header]));
        Assert.DoesNotContain(OperationKey.Header, Assert.Single(second.Sent).Keys);
    }

    [Fact]
    public async Task A_question_is_sent_again_until_it_is_answered()
    {
        var call = new FakeCall(Question, attempt => attempt < 4 ? throw new SiloUnavailableException("gone") : Answer(Layer));

        await Send(call);

        Assert.Equal(4, call.Sent.Count);
        Assert.Equal(Layer, call.Result);
    }

    [Fact]
    public async Task A_question_that_a_silo_gave_up_is_sent_again()
    {
        var call = new FakeCall(Question, attempt => attempt == 1 ? throw new OperationCanceledException("expired") : Answer(Layer));

        await Send(call);

        Assert.Equal(2, call.Sent.Count);
        Assert.Equal(Layer, call.Result);
    }

    [Fact]
    public async Task A_command_that_a_silo_gave_up_has_an_unknown_outcome()
    {
        var call = new FakeCall(Command, _ => throw new OperationCanceledException("expired"));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Send(call));

        Assert.Equal((Refusal.OutcomeUnknown, "outcome-unknown"), (refused.Refusal, refused.Code));
    }

    [Fact]
    public async Task A_caller_who_gave_up_is_told_so_and_nothing_is_sent_again()
    {
        using var caller = new CancellationTokenSource();
        var call = new FakeCall(Question, Cancel, givenUp: caller.Token);

        await Assert.ThrowsAsync<OperationCanceledException>(() => Send(call));

        Assert.Single(call.Sent);

        Task<Response> Cancel(int attempt)
        {
            caller.Cancel();
            throw new OperationCanceledException(caller.Token);
        }
    }

    [Theory]
    [InlineData(Refusal.Unavailable)]
    [InlineData(Refusal.OutcomeUnknown)]
    public async Task A_repeatable_call_is_sent_again_after_a_refusal_that_may_pass(Refusal refusal)
    {
        var call = new FakeCall(Question, attempt => attempt == 1 ? throw new RefusedException(refusal, "down", "Down.") : Answer(Layer));

        await Send(call);

        Assert.Equal(2, call.Sent.Count);
    }

    [Fact]
    public async Task A_refusal_that_stays_is_told_at_once_and_unchanged()
    {
        var refusal = new RefusedException(Refusal.Forbidden, "forbidden", "No.");
        var call = new FakeCall(Question, _ => throw refusal);

        Assert.Same(refusal, await Assert.ThrowsAsync<RefusedException>(() => Send(call)));
        Assert.Single(call.Sent);
    }

    [Fact]
    public async Task A_question_that_nobody_answers_ends_as_unavailable_within_its_time()
    {
        var started = clock.GetTimestamp();
        var call = new FakeCall(Question, _ => throw new TimeoutException());

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Send(call));

        Assert.Equal((Refusal.Unavailable, "cluster-unavailable"), (refused.Refusal, refused.Code));
        Assert.InRange(clock.GetElapsedTime(started), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(16));
        Assert.InRange(call.Sent.Count, 10, 40);
    }

    [Fact]
    public async Task A_command_that_may_not_be_repeated_is_sent_once_and_its_outcome_is_unknown()
    {
        var call = new FakeCall(Command, _ => throw new TimeoutException());

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Send(call));

        Assert.Equal((Refusal.OutcomeUnknown, "outcome-unknown"), (refused.Refusal, refused.Code));
        Assert.Single(call.Sent);
    }

    [Fact]
    public async Task A_command_under_an_operation_id_is_sent_again_under_the_same_id()
    {
        var call = new FakeCall(Command, attempt => attempt == 1 ? throw new TimeoutException() : Answer(Layer));

        using (callers.UseOperation(Operation)) await Send(call);

        Assert.Equal([Operation.ToString(), Operation.ToString()], call.Sent.Select(sent => sent[OperationKey.Header]));
    }

    [Fact]
    public async Task A_command_that_was_rejected_before_it_ran_is_unavailable()
    {
        var call = new FakeCall(Command, _ => throw Rejection());

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Send(call));

        Assert.Equal(Refusal.Unavailable, refused.Refusal);
    }

    [Fact]
    public async Task A_repeatable_command_without_an_answer_ends_as_unknown_too()
    {
        var call = new FakeCall(RepeatableCommand, _ => throw new TimeoutException(), typeof(ICorporationGrain));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Send(call));

        Assert.Equal(Refusal.OutcomeUnknown, refused.Refusal);
        Assert.True(call.Sent.Count > 1);
    }

    [Fact]
    public async Task A_write_that_lost_its_race_is_a_conflict()
    {
        var call = new FakeCall(Command, _ => throw new InconsistentStateException("lost"));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Send(call));

        Assert.Equal((Refusal.Conflict, "changed-meanwhile"), (refused.Refusal, refused.Code));
    }

    [Fact]
    public async Task A_fault_of_a_grain_stays_what_it_is()
    {
        var call = new FakeCall(Question, _ => throw new FormatException("a fault"));

        await Assert.ThrowsAsync<FormatException>(() => Send(call));
    }

    [Fact]
    public async Task A_late_answer_is_overtaken_by_that_of_a_second_call()
    {
        var never = new TaskCompletionSource<Response>();
        var call = new FakeCall(Question, attempt => attempt == 1 ? never.Task : Answer(Layer));

        using (callers.Use(Clerk))
        using (callers.UseOperation(Operation))
        {
            await Send(call);
        }

        Assert.Equal(Layer, call.Result);
        Assert.Equal(2, call.Sent.Count);
        Assert.Equal(call.Sent[0], call.Sent[1]);
    }

    [Fact]
    public async Task A_second_call_that_fails_leaves_the_first_its_time()
    {
        var late = new TaskCompletionSource<Response>();
        var call = new FakeCall(Question, attempt =>
        {
            if (attempt == 1) return late.Task;
            late.SetResult(Response.FromResult(Layer));
            throw new TimeoutException();
        });

        await Send(call);

        Assert.Equal(Layer, call.Result);
        Assert.Equal(2, call.Sent.Count);
    }

    [Fact]
    public async Task A_command_that_may_not_be_repeated_is_never_sent_twice_at_once()
    {
        var late = new TaskCompletionSource<Response>();
        var call = new FakeCall(Command, _ => late.Task);
        var sending = Filter(call).Invoke(call);

        clock.Advance(TimeSpan.FromSeconds(1));
        late.SetResult(Response.FromResult(Layer));
        await sending;

        Assert.Single(call.Sent);
    }

    [Fact]
    public async Task In_process_nothing_is_repeated_and_a_late_answer_is_still_a_refusal()
    {
        var call = new FakeCall(Question, _ => throw new TimeoutException());

        using (callers.Use(Clerk))
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => Filter(call, new InProcessConnection()).Invoke(call));
            Assert.Equal(Refusal.Unavailable, refused.Refusal);
        }

        Assert.Equal(Clerk, Opened(Assert.Single(call.Sent)).Caller);
    }

    [Fact]
    public async Task In_process_calls_that_nobody_outside_asked_for_keep_their_own_seal()
    {
        var call = new FakeCall(Question, _ => Answer(Layer));

        await Filter(call, new InProcessConnection()).Invoke(call);

        Assert.Empty(Assert.Single(call.Sent));
    }

    [Fact]
    public async Task Before_the_first_connection_a_call_is_refused_as_unavailable()
    {
        var call = new FakeCall(Question, _ => Answer(Layer));

        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => Filter(call, new ClusterConnection(NullLogger<ClusterConnection>.Instance)).Invoke(call));

        Assert.Equal((Refusal.Unavailable, "cluster-unavailable"), (refused.Refusal, refused.Code));
        Assert.Empty(call.Sent);
    }

    // Only the framework makes these.
    private static OrleansMessageRejectionException Rejection() => (OrleansMessageRejectionException)Activator.CreateInstance(
        typeof(OrleansMessageRejectionException), BindingFlags.Instance | BindingFlags.NonPublic, null, ["No gateways available"], null)!;

    private static Task<Response> Answer(SettingsLayer layer) => Task.FromResult(Response.FromResult(layer));

    private static SealReading Opened(IReadOnlyDictionary<string, object> context)
    {
        var ring = new SealKeyRing([Key]);
        return Seal.Open((string)context[Seal.Header], ring, new SealKeyRing([]));
    }

    private SealingFilter Filter(FakeCall call, IClusterConnection? connection = null)
    {
        var filter = new SealingFilter(
            callers, callers, new Sealer(Options.Create(seals), clock), connection ?? new Connected(), Options.Create(new CallOptions()),
            metrics, clock, NullLogger<SealingFilter>.Instance);
        call.Filter = filter;
        return filter;
    }

    /// <summary>Sends the call and lets time pass for as long as it waits.</summary>
    private async Task Send(FakeCall call)
    {
        var sending = Filter(call).Invoke(call);
        for (var turn = 0; !sending.IsCompleted; turn++)
        {
            Assert.True(turn < 100_000, "The call neither ended nor waited.");
            clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        await sending;
    }

    private sealed class Connected : IClusterConnection
    {
        public bool IsConnected => true;

        public bool IsInProcess => false;

        public Task WhenConnected(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
