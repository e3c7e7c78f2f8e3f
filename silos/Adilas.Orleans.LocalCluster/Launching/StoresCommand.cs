namespace Adilas.LocalCluster;

/// <summary>
/// <c>stores</c>: private stores for test runs in other terminals, until it is asked to stop. It prints what those runs need in
/// their environment.
/// </summary>
internal static class StoresCommand
{
    public static async Task<int> Run()
    {
        using var stop = new StopSignal();
        try
        {
            await using var mySql = await PrivateMySql.Start(cancellationToken: stop.Token);
            await using var redis = await PrivateRedis.Start(cancellationToken: stop.Token);
            await using var s3 = await PrivateS3.Start(cancellationToken: stop.Token);
            Console.WriteLine($"""
                export {TestStores.MySqlVariable}='{mySql.ConnectionString}'
                export {TestStores.RedisVariable}='{redis.Configuration}'
                export {TestStores.S3UrlVariable}='{s3.ServiceUrl}'
                export {TestStores.S3KeyVariable}='{s3.AccessKey}'
                export {TestStores.S3SecretVariable}='{s3.SecretKey}'
                """);
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            // Asked to stop.
        }

        return 0;
    }
}
