using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Adilas.Refusals;

namespace Adilas.Jobs.Sql;

/// <summary>Runs statements one by one in one transaction, so that one that is stopped leaves none of those behind it running.</summary>
internal sealed class SqlScriptRun(ImmutableArray<(string Text, int Line)> statements)
{
    private int current;

    /// <summary>Where it is, or where it ended.</summary>
    public string Place => $"at statement {current + 1} (line {statements[current].Line})";

    /// <returns>What it did, as a job's result.</returns>
    public async Task<string> Run(DbConnection connection, CancellationToken cancellationToken)
    {
        var result = new SqlResult();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        for (current = 0; current < statements.Length; current++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = (statements[current].Text, transaction);
            await Run(command, result, cancellationToken);
        }

        current = statements.Length - 1;
        cancellationToken.ThrowIfCancellationRequested();

        // Not to be interrupted: nobody could say whether it happened.
        await transaction.CommitAsync(CancellationToken.None);
        return result.ToJson();
    }

    private static async Task Run(DbCommand command, SqlResult result, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await result.Read(reader, cancellationToken);
        }
        catch (InvalidOperationException wrong) when (command.Connection?.State is ConnectionState.Open)
        {
            // What a driver thinks of a text, such as of a parameter without a value, before any server sees it.
            throw new RefusedException(Refusal.Invalid, "statement-failed", wrong.Message);
        }
    }
}
