using Adilas.Client;
using Adilas.Settings;

namespace Adilas.Access;

public sealed class OnwardFilterTests
{
    private const string Question = nameof(ISettingsProfileGrain.Find);

    [Fact]
    public async Task A_call_that_a_silo_gave_up_is_late_for_the_grain_that_waits()
    {
        var expired = new OperationCanceledException("expired");
        var call = new FakeCall(Question, _ => throw expired);

        var late = await Assert.ThrowsAsync<TimeoutException>(() => new OnwardFilter().Invoke(call));

        Assert.Same(expired, late.InnerException);
    }

    [Fact]
    public async Task A_call_that_was_given_up_stays_so()
    {
        var call = new FakeCall(Question, _ => throw new OperationCanceledException(), givenUp: new CancellationToken(canceled: true));

        await Assert.ThrowsAsync<OperationCanceledException>(() => new OnwardFilter().Invoke(call));
    }
}
