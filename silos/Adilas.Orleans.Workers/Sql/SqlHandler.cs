using System.Text.Json;
using Adilas.Databases;
using Adilas.Refusals;

namespace Adilas.Jobs.Sql;

/// <summary>
/// Runs a script on the corporation's own database, with the rights that the corporation's pages have there. In a shared one only the
/// statements would keep corporations apart, and these are not ours.
/// </summary>
internal sealed class SqlHandler(ICorporationDatabases databases, TimeProvider time) : IJobHandler
{
    public string Kind => "sql";

    public void Check(JsonElement payload) => SqlPayload.Read(payload);

    public async Task<JobOutcome> Run(JobRun run, CancellationToken cancellationToken)
    {
        var payload = SqlPayload.Read(run.Payload);
        using var limit = new CancellationTokenSource(payload.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var script = new SqlScriptRun(payload.Statements);
        try
        {
            if (await Obstacle(run, ending.Token) is { } obstacle) return JobOutcome.Failed(obstacle);
            var limits = new StatementLimits(payload.Timeout, SqlResult.MaxRows + 1);
            return JobOutcome.Succeeded(await databases.UseAsOwner(run.Corporation, limits, script.Run, ending.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return JobOutcome.Failed(new JobFailure(
                "sql-timeout",
                $"The script ran for {payload.Timeout.TotalSeconds:0} s and was stopped {script.Place}; its transaction was undone."));
        }
        catch (RefusedException refused)
        {
            return JobOutcome.Failed(Explain(refused, script.Place));
        }
    }

    private async Task<JobFailure?> Obstacle(JobRun run, CancellationToken cancellationToken) =>
        await databases.Find(run.Corporation, cancellationToken) switch
        {
            null => new JobFailure("sql-no-database", "The corporation has no database.", IsFinal: true),
            { Shape: not DatabaseShape.Own } => new JobFailure(
                "sql-needs-own-database", "The corporation's rows are in a shared database; scripts need an own one.", IsFinal: true),
            { IsReady: false } => new JobFailure("sql-database-not-ready", "The corporation's database is being made or dropped."),
            _ => null,
        };

    private static JobFailure Explain(RefusedException refused, string place) => refused.Refusal is Refusal.Invalid
        ? new JobFailure("sql-statement-failed", $"The script failed {place}: {refused.Message}", IsFinal: true)
        : new JobFailure(refused.Code, refused.Message);
}
