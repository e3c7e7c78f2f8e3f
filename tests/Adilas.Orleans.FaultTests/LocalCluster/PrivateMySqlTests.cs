using MySqlConnector;

namespace Adilas.LocalCluster;

public sealed class PrivateMySqlTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_acknowledged_row_survives_a_kill()
    {
        await using var server = await PrivateMySql.Start(cancellationToken: Cancelled);
        await Execute(server, "CREATE DATABASE kept");
        await Execute(server, "CREATE TABLE kept.rows (id INT PRIMARY KEY)");
        await Execute(server, "INSERT INTO kept.rows VALUES (7)");
        var (port, process) = (server.Port, server.ProcessId);

        await server.Kill();
        Assert.Equal(0, server.ProcessId);
        await Assert.ThrowsAsync<MySqlException>(() => Execute(server, "SELECT 1"));
        await server.Restart(Cancelled);

        Assert.Equal(7, await Execute(server, "SELECT id FROM kept.rows"));
        Assert.Equal(port, server.Port);
        Assert.NotEqual(process, server.ProcessId);
    }

    [Fact]
    public async Task Its_user_may_create_users_and_grant()
    {
        await using var server = await PrivateMySql.Start(cancellationToken: Cancelled);
        await Execute(server, "CREATE DATABASE granted");
        await Execute(server, "CREATE USER 'someone'@'127.0.0.1' IDENTIFIED BY 'secret'");
        await Execute(server, "GRANT ALL PRIVILEGES ON granted.* TO 'someone'@'127.0.0.1'");

        var someone = new MySqlConnectionStringBuilder(server.ConnectionString) { UserID = "someone", Password = "secret", Pooling = false };
        Assert.Equal("granted", await Execute(someone.ConnectionString, "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'granted'"));
    }

    [Fact]
    public async Task Nobody_comes_in_without_the_password()
    {
        await using var server = await PrivateMySql.Start(cancellationToken: Cancelled);

        foreach (var user in (string[])["root", "", server.User])
        {
            var login = new MySqlConnectionStringBuilder(server.ConnectionString) { UserID = user, Password = "", Pooling = false };
            await Assert.ThrowsAsync<MySqlException>(() => Execute(login.ConnectionString, "SELECT 1"));
        }
    }

    [Fact]
    public async Task Each_commit_is_on_disk_before_it_is_answered()
    {
        await using var server = await PrivateMySql.Start(cancellationToken: Cancelled);

        Assert.Equal(1UL, await Execute(server, "SELECT @@GLOBAL.innodb_flush_log_at_trx_commit"));
    }

    [Fact]
    public async Task Disposal_leaves_no_process_and_no_file()
    {
        var server = await PrivateMySql.Start(cancellationToken: Cancelled);
        var (folder, process) = (server.Folder, server.ProcessId);
        Assert.True(Directory.Exists($"/proc/{process}"));

        await server.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{process}"));
        Assert.False(Directory.Exists(folder));
    }

    private static Task<object?> Execute(PrivateMySql server, string sql) => Execute(server.ConnectionString + ";Pooling=false", sql);

    private static async Task<object?> Execute(string connectionString, string sql)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(Cancelled);
        await using var command = new MySqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancelled);
    }
}
