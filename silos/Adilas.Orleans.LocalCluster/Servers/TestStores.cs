namespace Adilas.LocalCluster;

/// <summary>
/// Real stores for tests that share them and never kill them: those that the environment names, else private ones, each started
/// when it is first asked for. Use one per test assembly, and fresh database, key and bucket names per test.
/// </summary>
public sealed class TestStores : IAsyncDisposable
{
    public const string MySqlVariable = "ADILAS_TEST_MYSQL";
    public const string RedisVariable = "ADILAS_TEST_REDIS";
    public const string S3UrlVariable = "ADILAS_TEST_S3_URL";
    public const string S3KeyVariable = "ADILAS_TEST_S3_KEY";
    public const string S3SecretVariable = "ADILAS_TEST_S3_SECRET";

    private readonly Func<string, string?> environment;
    private readonly Lazy<Task<PrivateMySql>> mySql = new(() => PrivateMySql.Start());
    private readonly Lazy<Task<PrivateRedis>> redis = new(() => PrivateRedis.Start());
    private readonly Lazy<Task<PrivateS3>> s3 = new(() => PrivateS3.Start());
    private readonly Lazy<Task<PrivateSmtp>> smtp = new(() => PrivateSmtp.Start());

    public TestStores() : this(Environment.GetEnvironmentVariable)
    {
    }

    internal TestStores(Func<string, string?> environment) => this.environment = environment;

    /// <summary>A connection string of a user that may create databases and users, and grant. It names no database.</summary>
    public async Task<string> MySql(CancellationToken cancellationToken = default) =>
        Given(MySqlVariable) ?? (await mySql.Value.WaitAsync(cancellationToken)).ConnectionString;

    /// <summary>For StackExchange.Redis.</summary>
    public async Task<string> Redis(CancellationToken cancellationToken = default) =>
        Given(RedisVariable) ?? (await redis.Value.WaitAsync(cancellationToken)).Configuration;

    /// <exception cref="InvalidOperationException">The environment names an S3 service but not its keys.</exception>
    public async Task<S3Access> S3(CancellationToken cancellationToken = default) =>
        Given(S3UrlVariable) is { } url
            ? new S3Access(url, Needed(S3KeyVariable), Needed(S3SecretVariable), "us-east-1")
            : (await s3.Value.WaitAsync(cancellationToken)).Access;

    /// <summary>Always a private one: what others' servers accept cannot be looked at.</summary>
    public Task<PrivateSmtp> Smtp(CancellationToken cancellationToken = default) => smtp.Value.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Dispose(mySql);
        await Dispose(redis);
        await Dispose(s3);
        await Dispose(smtp);
    }

    private static async Task Dispose<T>(Lazy<Task<T>> server) where T : PrivateServer
    {
        if (!server.IsValueCreated) return;

        await server.Value.ContinueWith(_ => { }, TaskScheduler.Default);
        if (server.Value.IsCompletedSuccessfully) await server.Value.Result.DisposeAsync();
    }

    private string? Given(string variable) => environment(variable) is { Length: > 0 } value ? value : null;

    private string Needed(string variable) =>
        Given(variable) ?? throw new InvalidOperationException($"{S3UrlVariable} is set, so {variable} must be set too.");
}
