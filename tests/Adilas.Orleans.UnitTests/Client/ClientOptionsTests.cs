using Adilas.Access;
using Adilas.Calls;
using Adilas.Connecting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Adilas.Client;

public sealed class ClientOptionsTests
{
    private static readonly Dictionary<string, string?> Sound = new()
    {
        ["ConnectionStrings:Aurora"] = "Server=127.0.0.1",
        ["Seal:WebKeys:0"] = Convert.ToBase64String(new byte[32]),
    };

    [Fact]
    public void Defaults_are_those_of_the_manual()
    {
        var services = Build(Sound);
        var calls = services.GetRequiredService<IOptions<CallOptions>>().Value;

        Assert.Equal(
            (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15), TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(5)),
            (calls.ResponseTimeout, calls.RepeatFor, calls.HedgeAfter, calls.GatewayRefresh));
        Assert.Equal("adilas", services.GetRequiredService<IOptions<Orleans.Configuration.ClusterOptions>>().Value.ClusterId);
        Assert.Equal("adilas", services.GetRequiredService<IOptions<Orleans.Configuration.ClusterOptions>>().Value.ServiceId);
    }

    [Theory]
    [InlineData("ConnectionStrings:Aurora", "", "ConnectionStrings:Aurora is missing")]
    [InlineData("Cluster:ClusterId", " ", "Cluster:ClusterId needs 1 to 150 characters.")]
    [InlineData("Cluster:ServiceId", " ", "Cluster:ServiceId needs 1 to 150 characters.")]
    [InlineData("Seal:WebKeys:0", "c2hvcnQ=", "Seal:WebKeys:0 must be base64 of at least 32 bytes.")]
    [InlineData("Seal:Lease", "00:02:00", "Seal:Lease must lie between 1 s and 60 s.")]
    [InlineData("Client:ResponseTimeout", "00:00:00", "ResponseTimeout")]
    [InlineData("Client:RepeatFor", "01:00:00", "RepeatFor")]
    [InlineData("Client:HedgeAfter", "00:00:00", "HedgeAfter")]
    [InlineData("Client:GatewayRefresh", "00:00:00", "GatewayRefresh")]
    [InlineData("Settings:CopiesMebibytes", "0", "CopiesMebibytes")]
    public void A_bad_value_stops_the_start_and_is_named(string key, string value, string message)
    {
        var services = Build(new Dictionary<string, string?>(Sound) { [key] = value });

        var failure = Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_is_named_and_no_key_is_ever_repeated()
    {
        var withoutKey = Build(new() { ["ConnectionStrings:Aurora"] = "x" });
        var failure = Assert.ThrowsAny<Exception>(() => withoutKey.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("Seal:WebKeys needs 1 to 8 keys.", failure.Message, StringComparison.Ordinal);

        var malformed = Build(new Dictionary<string, string?>(Sound) { ["Seal:WebKeys:1"] = "my-secret-key" });
        failure = Assert.ThrowsAny<Exception>(() => malformed.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("Seal:WebKeys:1", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my-secret-key", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_bound_once_however_often_the_section_is_bound()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Sound).Build();
        var services = new ServiceCollection().AddLogging();
        services.Configure<SealOptions>(configuration.GetSection(SealOptions.Section));
        services.AddAdilasClientInProcess(configuration).AddAdilasClientInProcess(configuration);

        Assert.Single(services.BuildServiceProvider().GetRequiredService<IOptions<SealOptions>>().Value.WebKeys);
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddLogging().AddAdilasClient(configuration).BuildServiceProvider();
    }
}
