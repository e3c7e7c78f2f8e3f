using System.Globalization;
using Adilas.Platform;
using Adilas.Storage;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Adilas.Journal;

/// <summary>
/// Asks for many versions in one statement: a front end that starts asks for thousands, and what each costs is the statement. Whoever comes
/// while statements are under way is in the next one, which begins after they came.
/// </summary>
internal sealed class StoredVersions(IPlatformDatabase database, IOptions<ClusterOptions> cluster) : IStoredVersions
{
    private const int MaxStatements = 4;
    private const int MaxAtOnce = 64;

    private readonly Lock gate = new();
    private readonly Queue<Question> waiting = new();
    private int statements;

    public Task<long> Newest(string stateName, GrainId grain, CancellationToken cancellationToken)
    {
        var question = new Question(JournalKey.Create(cluster.Value.ServiceId, grain, stateName));
        lock (gate)
        {
            waiting.Enqueue(question);

            // One statement answers few at once soonest; more of them run when there are more questions than one holds, or one is stuck.
            if (statements == 0 || statements < MaxStatements && waiting.Count > MaxAtOnce / 4)
            {
                statements++;
                _ = Task.Run(AnswerAll, CancellationToken.None);
            }
        }

        return question.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task AnswerAll()
    {
        while (Next() is { Length: > 0 } questions)
        {
            try
            {
                var versions = await Read(questions);
                foreach (var (question, version) in questions.Zip(versions)) question.Answer.TrySetResult(version);
            }
            catch (Exception failure)
            {
                foreach (var question in questions) question.Answer.TrySetException(failure);
            }
        }
    }

    private Question[] Next()
    {
        lock (gate)
        {
            var questions = new Question[Math.Min(waiting.Count, MaxAtOnce)];
            for (var i = 0; i < questions.Length; i++) questions[i] = waiting.Dequeue();
            if (questions.Length == 0) statements--;
            return questions;
        }
    }

    private Task<long[]> Read(Question[] questions) => database.Read(
        async (connection, cancellationToken) =>
        {
            await using var command = connection.CreateCommand();
            command.Add("@service", cluster.Value.ServiceId);
            var columns = new string[questions.Length];
            for (var i = 0; i < columns.Length; i++)
            {
                var key = questions[i].Key;
                columns[i] = string.Create(CultureInfo.InvariantCulture, $"""
                    (SELECT version FROM journal WHERE service = @service AND grain_type = @t{i} AND state_name = @s{i} AND grain_key = @k{i}
                    ORDER BY version DESC LIMIT 1)
                    """);
                command.Add(Name("@t", i), key.GrainType).Add(Name("@s", i), key.StateName).Add(Name("@k", i), key.GrainKey);
            }

            command.CommandText = $"SELECT {string.Join(", ", columns)}";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return Enumerable.Range(0, questions.Length).Select(i => reader.IsDBNull(i) ? 0 : reader.GetInt64(i)).ToArray();
        },
        CancellationToken.None);

    private static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");

    private sealed record Question(JournalKey Key)
    {
        public TaskCompletionSource<long> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
