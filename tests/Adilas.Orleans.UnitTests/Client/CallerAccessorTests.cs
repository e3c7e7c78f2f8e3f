using Adilas.Access;

namespace Adilas.Client;

public sealed class CallerAccessorTests
{
    private static readonly CallerContext Ada = new(CallerKind.Person, "ada");
    private static readonly CallerContext Bob = new(CallerKind.Person, "bob");

    private readonly CallerAccessor callers = new();

    [Fact]
    public void A_caller_is_current_until_its_scope_ends_and_then_the_outer_one_is_again()
    {
        using (callers.Use(Ada))
        {
            using (callers.Use(Bob)) Assert.Equal(Bob, callers.Current);
            Assert.Equal(Ada, callers.Current);
        }

        Assert.Null(callers.Current);
    }

    [Fact]
    public async Task Two_flows_do_not_see_each_other()
    {
        var bothInside = new Barrier(2);

        await Task.WhenAll(Act(Ada), Act(Bob));

        Assert.Null(callers.Current);

        Task Act(CallerContext caller) => Task.Run(
            () =>
            {
                using (callers.Use(caller))
                {
                    Assert.True(bothInside.SignalAndWait(TimeSpan.FromSeconds(10)));
                    Assert.Equal(caller, callers.Current);
                }
            },
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Of_many_calls_in_one_scope_exactly_one_takes_the_operation()
    {
        var key = new OperationKey("op", "hash");
        using (callers.UseOperation(key))
        {
            var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(
                _ => Task.Run(callers.TakeOperation, TestContext.Current.CancellationToken)));
            Assert.Same(key, Assert.Single(taken, operation => operation is not null));
        }

        Assert.Null(callers.TakeOperation());
    }
}
