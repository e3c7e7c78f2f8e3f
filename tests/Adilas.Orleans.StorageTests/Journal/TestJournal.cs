using System.Data.Common;
using Adilas.Access;
using Adilas.Platform;
using Adilas.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Storage;

namespace Adilas.Journal;

/// <summary>A silo's storage without the silo: what a grain sees of the journal.</summary>
internal sealed class TestJournal : IAsyncDisposable
{
    public static readonly string SecretKey = Convert.ToBase64String(new byte[32]);

    private readonly ServiceProvider services;

    private TestJournal(ServiceProvider services) => this.services = services;

    public IGrainStorage Storage => services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Journal);

    public JournalWriter Writer => Get<JournalWriter>();

    public IPlatformDatabase Database => Get<IPlatformDatabase>();

    /// <summary>Opens the store, upgrading it first; several may share one database, as silos do.</summary>
    public static async Task<TestJournal> Open(
        PlatformConnection connection, Action<IServiceCollection>? configure = null, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Secrets:Keys:0"] = SecretKey })
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var collection = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .Configure<ClusterOptions>(options => options.ServiceId = "test")
            .AddAdilasStorage(connection)
            .AddSingleton<IProjection, ThingFact>()
            .AddSingleton<IListProjection, ThingWords>();
        configure?.Invoke(collection);
        var journal = new TestJournal(collection.BuildServiceProvider());
        await journal.Get<PlatformSchema>().Upgrade(CancellationToken.None);
        return journal;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>What an activation holds of a grain that has just been loaded.</summary>
    public async Task<Activation> Load(string key, string type = "thing")
    {
        var activation = new Activation(this, GrainId.Create(type, key));
        await activation.Read();
        return activation;
    }

    public Task<DbConnection> Connect() => Database.OpenAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>A call by somebody who may write in these modes.</summary>
    public static CallScope.Handle Call(Modes modes = Modes.Any, string actor = "tester", string action = "Thing.Change") =>
        new CallScope(new CallerContext(CallerKind.Operator, actor), action, modes).Enter();
}
