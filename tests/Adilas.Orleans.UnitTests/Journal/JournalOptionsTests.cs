using Adilas.Storage;

namespace Adilas.Journal;

public sealed class JournalOptionsTests
{
    private readonly JournalOptionsValidator validator = new();

    [Fact]
    public void The_defaults_are_valid_and_leave_room_for_the_largest_states()
    {
        var options = new JournalOptions();

        Assert.True(validator.Validate(null, options).Succeeded);
        Assert.Equal(
            (64 * 1024 * 1024, 256, 4 * 1024 * 1024, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)),
            (options.MaxQueueBytes, options.MaxBatchRows, options.MaxBatchBytes, options.MaxQueueWait, options.OutcomeLimit));
    }

    [Fact]
    public void No_statement_may_take_longer_than_a_batch_may_be_old_when_it_is_committed()
    {
        Assert.Equal(RowDelay.BeforeCommit, new JournalOptions().StatementLimit);
        Assert.True(validator.Validate(null, new JournalOptions { StatementLimit = RowDelay.BeforeCommit + TimeSpan.FromMilliseconds(1) }).Failed);
    }

    [Fact]
    public void A_value_out_of_bounds_is_named()
    {
        var result = validator.Validate(null, new JournalOptions { MaxBatchRows = 0, OutcomeLimit = TimeSpan.Zero });

        Assert.True(result.Failed);
        Assert.Contains(nameof(JournalOptions.MaxBatchRows), result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains(nameof(JournalOptions.OutcomeLimit), result.FailureMessage, StringComparison.Ordinal);
    }
}
