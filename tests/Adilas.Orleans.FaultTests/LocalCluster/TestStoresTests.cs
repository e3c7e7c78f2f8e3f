namespace Adilas.LocalCluster;

public sealed class TestStoresTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stores_that_the_environment_names_are_used()
    {
        await using var stores = Stores(new()
        {
            ["ADILAS_TEST_MYSQL"] = "Server=given",
            ["ADILAS_TEST_REDIS"] = "given:6379",
            ["ADILAS_TEST_S3_URL"] = "http://given",
            ["ADILAS_TEST_S3_KEY"] = "key",
            ["ADILAS_TEST_S3_SECRET"] = "secret",
        });

        Assert.Equal("Server=given", await stores.MySql(Cancelled));
        Assert.Equal("given:6379", await stores.Redis(Cancelled));
        Assert.Equal(new S3Access("http://given", "key", "secret", "us-east-1"), await stores.S3(Cancelled));
    }

    [Fact]
    public async Task An_S3_service_without_its_keys_is_an_error()
    {
        await using var stores = Stores(new() { ["ADILAS_TEST_S3_URL"] = "http://given" });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => stores.S3(Cancelled));
        Assert.Contains("ADILAS_TEST_S3_KEY", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_at_once_share_one_server()
    {
        await using var stores = Stores([]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stores.Redis(Cancelled)));

        Assert.Single(answers.Distinct());
    }

    private static TestStores Stores(Dictionary<string, string> environment) => new(environment.GetValueOrDefault);
}
