using System.Text;
using System.Text.Json;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Adilas.Users;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adilas.Journal;

public sealed class PersonalDataTests(MySqlFixture servers)
{
    private static readonly UserId Ann = UserId.Parse("ann");
    private static readonly UserId Bob = UserId.Parse("bob");
    private static readonly ThingState Filled = new()
    {
        Text = "known to all",
        Owner = Ann,
        Email = "ann@private.example",
        Parts = [new(Bob, "bob's private note", "plain words"), new(Ann, null)],
        Effects = [OperationTests.Answer("op-1", "{\"email\":\"ann@private.example\"}")],
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Personal_data_is_read_as_written_and_stands_nowhere_in_plain_text(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await using var journal = await TestJournal.Open(connection);
        await (await journal.Load("acme")).Write(Filled);

        var read = await journal.Load("acme");

        Assert.Equal(("ann@private.example", "bob's private note", "plain words"), (read.State.Email, read.State.Parts![0].Note, read.State.Parts[0].Plain));
        Assert.Null(read.State.Parts[1].Note);
        var stored = await Everything(journal, connection);
        Assert.Contains("known to all", stored, StringComparison.Ordinal);
        Assert.Contains("plain words", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("private", stored, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_erased_person_reads_as_nothing_in_the_state_and_in_all_of_history(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var thing = await journal.Load("acme");
        await thing.Write(Filled);
        await thing.Write(Filled with { Text = "second", Email = "ann@new.example", Effects = [] });

        await journal.Get<IPersonKeys>().Erase(Ann, Cancelled);
        await journal.Get<IPersonKeys>().Erase(Ann, Cancelled);

        await thing.Read();
        Assert.Equal(("second", null, "bob's private note"), (thing.State.Text, thing.State.Email, thing.State.Parts![0].Note));
        var versions = await journal.Get<IJournalReader>().Versions(StorageNames.Corporation, "acme", long.MaxValue, 10, Cancelled);
        Assert.Equal(2, versions.Count);
        Assert.All(versions, version =>
        {
            var text = Encoding.UTF8.GetString(version.Payload!);
            Assert.DoesNotContain("ann@", text, StringComparison.Ordinal);
            Assert.DoesNotContain("bob's private note", text, StringComparison.Ordinal);
            Assert.Contains(PersonalMask.Text, text, StringComparison.Ordinal);
        });
        Assert.Null((await journal.Get<IJournalVerifier>().Check(StorageNames.Corporation, "acme", Cancelled)).Fault);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Nothing_new_can_be_stored_about_an_erased_person(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        await journal.Get<IPersonKeys>().Erase(Ann, Cancelled);
        var thing = await journal.Load("acme");

        var refused = await Assert.ThrowsAsync<RefusedException>(() => thing.Write(Filled));

        Assert.Equal((Refusal.Conflict, "person-erased"), (refused.Refusal, refused.Code));
        await thing.Read();
        await thing.Write(Filled with { Email = null, Parts = null });
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Silos_that_need_a_persons_first_key_at_once_agree_on_one(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await using var first = await TestJournal.Open(connection);
        await using var second = await TestJournal.Open(connection);
        var things = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => (number % 2 == 0 ? first : second).Load($"acme/{number}")));

        await Task.WhenAll(things.Select(thing => thing.Write(Filled with { Effects = [] })));

        await using var third = await TestJournal.Open(connection);
        for (var number = 0; number < 10; number++) Assert.Equal("ann@private.example", (await third.Load($"acme/{number}")).State.Email);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_hidden_value_that_was_copied_to_another_grain_is_not_opened_there(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        await (await journal.Load("acme")).Write(Filled);
        await (await journal.Load("beta")).Write("mine");
        await using var connection = await journal.Connect();
        var payload = await connection.ExecuteScalarAsync<byte[]>("SELECT payload FROM journal WHERE grain_key = 'acme'");
        await connection.ExecuteAsync("UPDATE journal SET payload = @payload WHERE grain_key = 'beta'", new { payload });

        var refused = await Assert.ThrowsAsync<RefusedException>(() => journal.Load("beta"));

        Assert.Equal("personal-data-damaged", refused.Code);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Words_that_only_look_like_a_hidden_value_stay_words_whosever_they_seem_to_be(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        await (await journal.Load("acme")).Write(Filled);
        await journal.Get<IPersonKeys>().Erase(Bob, Cancelled);
        var stored = await Payload(journal, "acme");
        var copied = stored.RootElement.GetProperty("email").GetString()!;
        string[] lookalikes = ["personal.1.ann.AAAA", "personal.1.nobody.AAAA", "personal.1.bob.AAAA", "personal.1.", "personal.1.a\"b.", copied];
        foreach (var (lookalike, key) in lookalikes.Select((text, index) => (text, $"acme/{index}")))
        {
            await (await journal.Load(key)).Write(new ThingState { Text = lookalike, Owner = Ann, Email = lookalike, Parts = [new(Ann, lookalike, lookalike)] });

            var read = (await journal.Load(key)).State;
            var history = await journal.Get<IJournalReader>().Version(StorageNames.Membership, key, 1, Cancelled);

            Assert.Equal((lookalike, lookalike, lookalike, lookalike), (read.Text, read.Email, read.Parts![0].Note, read.Parts[0].Plain));
            using var shown = JsonDocument.Parse(history!.Payload!);
            Assert.Equal(lookalike, shown.RootElement.GetProperty("text").GetString());
            Assert.Equal(lookalike, shown.RootElement.GetProperty("parts")[0].GetProperty("plain").GetString());
            Assert.StartsWith(PersonalMask.Text, shown.RootElement.GetProperty("email").GetString(), StringComparison.Ordinal);
            Assert.StartsWith(PersonalMask.Text, shown.RootElement.GetProperty("parts")[0].GetProperty("note").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Personal_data_of_nobody_is_refused(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var thing = await journal.Load("acme");

        Assert.Equal("person-missing", (await Assert.ThrowsAsync<RefusedException>(() => thing.Write(Filled with { Owner = null }))).Code);
    }

    private static async Task<JsonDocument> Payload(TestJournal journal, string key)
    {
        await using var connection = await journal.Connect();
        return JsonDocument.Parse((await connection.ExecuteScalarAsync<byte[]>("SELECT payload FROM journal WHERE grain_key = @key", new { key }))!);
    }

    private static async Task<string> Everything(TestJournal journal, PlatformConnection connection)
    {
        if (connection.Dialect is SqlDialect.Sqlite)
        {
            var file = new SqliteConnectionStringBuilder(connection.ConnectionString).DataSource;
            return await Text(file) + await Text(file + "-wal");
        }

        await using var reading = await journal.Connect();
        var all = new StringBuilder();
        foreach (var table in (await reading.QueryAsync<string>("SHOW TABLES")).ToList())
        {
            await using var command = reading.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using var rows = await command.ExecuteReaderAsync(Cancelled);
            while (await rows.ReadAsync(Cancelled))
            {
                for (var column = 0; column < rows.FieldCount; column++)
                    all.Append(rows[column] is byte[] bytes ? Encoding.UTF8.GetString(bytes) : rows[column]).Append('\n');
            }
        }

        return all.ToString();
    }

    private static async Task<string> Text(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(Cancelled);
    }
}
