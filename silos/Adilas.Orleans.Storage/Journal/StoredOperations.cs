using System.Data.Common;
using Adilas.Access;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Journal;

/// <summary>Answers to operation ids. An answer may repeat what a state hides, so it is hidden too; it lives for a day.</summary>
internal sealed class StoredOperations(IPlatformDatabase database, ISecretBox box, TimeProvider clock) : IOperationLog
{
    private const string AnswerColumn = "answer";

    public Task<OperationResult?> Find(string caller, string operationId, CancellationToken cancellationToken) =>
        database.Read((connection, ct) => Find(connection, caller, operationId, ct), cancellationToken);

    public async Task<byte[]> Add(CallerContext caller, OperationKey operation, byte[] answer, CancellationToken cancellationToken)
    {
        var effect = Hide(OperationResult.ToEffect(caller, operation, answer), box);
        if (await database.Write((connection, ct) => TryInsert(connection, effect, ct), cancellationToken)) return answer;
        return (await Find(caller.Actor, operation.Id, cancellationToken))?.AnswerTo(operation) ?? answer;
    }

    /// <summary>The effect as it is stored.</summary>
    public static Effect Hide(Effect effect, ISecretBox box)
    {
        if (effect.Table != OperationResult.Table) return effect;
        var values = effect.Values.ToDictionary(value => value.Key, value => value.Value);
        var purpose = Purpose((string)values["caller"]!, (string)values["operation_id"]!);
        values[AnswerColumn] = box.Protect((byte[])values[AnswerColumn]!, purpose);
        return effect with { Values = [.. values] };
    }

    private async Task<OperationResult?> Find(DbConnection connection, string caller, string operationId, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT CAST(request_hash AS CHAR), answer FROM operation_result
            WHERE caller = @caller AND operation_id = @operation AND created_at >= @oldest
            """;
        command.Add("@caller", caller).Add("@operation", operationId)
            .Add("@oldest", StoredTime.ToMicroseconds(clock.GetUtcNow() - OperationResult.Lifetime));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new OperationResult(reader.GetString(0), box.Unprotect((byte[])reader[1], Purpose(caller, operationId)))
            : null;
    }

    private async Task<bool> TryInsert(DbConnection connection, Effect effect, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            DELETE FROM {OperationResult.Table} WHERE caller = @caller AND operation_id = @operation_id AND created_at < @oldest;
            INSERT INTO {OperationResult.Table} ({string.Join(',', effect.Values.Select(value => value.Key))},{BatchTables.CreatedColumn})
            VALUES ({string.Join(',', effect.Values.Select(value => $"@{value.Key}"))},@now)
            """;
        foreach (var (column, value) in effect.Values) command.Add($"@{column}", value);
        command.Add("@oldest", StoredTime.ToMicroseconds(now - OperationResult.Lifetime)).Add("@now", StoredTime.ToMicroseconds(now));
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (DbException failure) when (DatabaseFailures.Classify(failure, connection) is DatabaseFailure.Duplicate)
        {
            return false;
        }
    }

    private static string Purpose(string caller, string operationId) => $"operation/{caller}/{operationId}";
}
