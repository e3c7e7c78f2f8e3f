using System.Text;
using Dapper;
using MySqlConnector;

namespace Adilas.Databases;

/// <summary>
/// Runs scripts so that they can be resumed although MySQL commits each change of the schema on its own. Statements that may be
/// repeated go in batches, with the notes of all their scripts in one statement at the end, because each commit waits for the disk: as
/// fast as one script sent at once. Before any other change of the schema its number is noted, so that after a crash exactly this one is in doubt, and "it is there already" then means that it had run. Rows
/// are changed in one transaction with their note.
/// </summary>
internal sealed class MySqlScriptRunner(MySqlConnection connection, int timeoutSeconds)
{
    /// <summary>Well below any server's <c>max_allowed_packet</c>.</summary>
    private const int MaxBatchLength = 512 * 1024;

    private const string CreateTable = $"""
        CREATE TABLE IF NOT EXISTS {ScriptProgress.Table} (
          name VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
          hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
          done INT NOT NULL,
          is_in_doubt TINYINT NOT NULL,
          ran_at DATETIME(6) NOT NULL,
          PRIMARY KEY (name)
        );
        """;

    private readonly StringBuilder batch = new();
    private readonly List<(SqlScript Script, SqlStatement Statement)> batched = [];
    private readonly List<(SqlScript Script, int Done, bool IsInDoubt)> notes = [];

    public async Task Run(IReadOnlyList<SqlScript> scripts, CancellationToken cancellationToken)
    {
        var known = await ReadProgress(cancellationToken);
        var pending = ScriptProgress.Pending(scripts, known);
        if (pending.Count == 0) return;

        if (known.Count == 0) batch.Append(CreateTable);
        foreach (var script in pending) await Run(script, known.GetValueOrDefault(script.Name), cancellationToken);
        await Flush(cancellationToken);
    }

    private async Task Run(SqlScript script, ScriptProgress? progress, CancellationToken cancellationToken)
    {
        for (var i = (int)(progress?.Done ?? 0); i < script.Statements.Length; i++)
        {
            var statement = script.Statements[i];
            switch (statement.Kind)
            {
                case SqlStatementKind.Repeatable:
                    await Append(script, statement, cancellationToken);
                    break;
                case SqlStatementKind.Definition:
                    await Note(script, i, isInDoubt: true, cancellationToken);
                    await Define(script, i, isInDoubt: progress?.Done == i && progress.IsInDoubt != 0, cancellationToken);
                    break;
                case SqlStatementKind.Rows:
                    await Flush(cancellationToken);
                    await Change(script, i, cancellationToken);
                    break;
            }
        }

        notes.Add((script, script.Statements.Length, false));
    }

    private async Task Append(SqlScript script, SqlStatement statement, CancellationToken cancellationToken)
    {
        if (batch.Length + statement.Text.Length > MaxBatchLength) await Flush(cancellationToken);
        batch.Append(statement.Text).Append(";\n");
        batched.Add((script, statement));
    }

    private async Task Note(SqlScript script, int done, bool isInDoubt, CancellationToken cancellationToken)
    {
        notes.Add((script, done, isInDoubt));
        await Flush(cancellationToken);
    }

    private async Task Define(SqlScript script, int index, bool isInDoubt, CancellationToken cancellationToken)
    {
        try
        {
            await Execute(script.Statements[index].Text, cancellationToken);
        }
        catch (MySqlException failure) when (isInDoubt && HadRun(failure))
        {
            // It had run before the crash.
        }
        catch (MySqlException failure) when (CorporationDatabaseRefusals.IsStatementsFault(failure))
        {
            await Note(script, index, isInDoubt: false, cancellationToken);
            throw CorporationDatabaseRefusals.ScriptFailed(script, script.Statements[index], failure);
        }
    }

    private async Task Change(SqlScript script, int index, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"{script.Statements[index].Text};\n{NoteText([(script, index + 1, false)])}",
                transaction: transaction,
                commandTimeout: timeoutSeconds,
                cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }
        catch (MySqlException failure) when (CorporationDatabaseRefusals.IsStatementsFault(failure))
        {
            throw CorporationDatabaseRefusals.ScriptFailed(script, script.Statements[index], failure);
        }
    }

    private async Task Flush(CancellationToken cancellationToken)
    {
        if (notes.Count > 0) batch.Append(NoteText(notes)).Append(";\n");
        if (batch.Length == 0) return;
        try
        {
            await Execute(batch.ToString(), cancellationToken);
        }
        catch (MySqlException failure) when (CorporationDatabaseRefusals.IsStatementsFault(failure))
        {
            await FindCulprit(cancellationToken);
            throw;
        }

        batch.Clear();
        batched.Clear();
        notes.Clear();
    }

    /// <summary>
    /// A batch does not say which of its statements failed; sent one by one, which may be repeated, they do. The scripts before it have run.
    /// </summary>
    private async Task FindCulprit(CancellationToken cancellationToken)
    {
        foreach (var (script, statement) in batched)
        {
            try
            {
                await Execute(statement.Text, cancellationToken);
            }
            catch (MySqlException failure) when (CorporationDatabaseRefusals.IsStatementsFault(failure))
            {
                var ran = notes.TakeWhile(note => note.Script != script).ToList();
                if (ran.Count > 0) await Execute(NoteText(ran), cancellationToken);
                throw CorporationDatabaseRefusals.ScriptFailed(script, statement, failure);
            }
        }
    }

    private async Task<Dictionary<string, ScriptProgress>> ReadProgress(CancellationToken cancellationToken)
    {
        try
        {
            var rows = await connection.QueryAsync<ScriptProgress>(new CommandDefinition(
                $"SELECT name, hash, done, is_in_doubt AS IsInDoubt FROM {ScriptProgress.Table}", cancellationToken: cancellationToken));
            return rows.ToDictionary(row => row.Name, StringComparer.Ordinal);
        }
        catch (MySqlException missing) when (missing.ErrorCode is MySqlErrorCode.NoSuchTable)
        {
            return [];
        }
    }

    private Task<int> Execute(string sql, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: timeoutSeconds, cancellationToken: cancellationToken));

    private static string NoteText(IEnumerable<(SqlScript Script, int Done, bool IsInDoubt)> notes)
    {
        var rows = notes.Select(note =>
            $"('{Quoted(note.Script.Name)}', '{note.Script.Hash}', {note.Done}, {(note.IsInDoubt ? 1 : 0)}, UTC_TIMESTAMP(6))");
        return $"""
            INSERT INTO {ScriptProgress.Table} (name, hash, done, is_in_doubt, ran_at) VALUES {string.Join(", ", rows)}
            ON DUPLICATE KEY UPDATE done = VALUES(done), is_in_doubt = VALUES(is_in_doubt), ran_at = VALUES(ran_at)
            """;
    }

    /// <summary>Names are printable ASCII without backslashes.</summary>
    private static string Quoted(string name) => name.Replace("'", "''", StringComparison.Ordinal);

    private static bool HadRun(MySqlException failure) => failure.Number is
        1050 or 1060 or 1061 or 1068 or 1826 // table, column, index, primary key or foreign key is there
        or 1051 or 1091; // table, column or index is gone
}
