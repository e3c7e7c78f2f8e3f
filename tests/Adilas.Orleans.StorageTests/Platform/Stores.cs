namespace Adilas.Platform;

/// <summary>Makes an empty platform database of either kind, with the tables in it.</summary>
public static class Stores
{
    public static TheoryData<SqlDialect> All => [SqlDialect.MySql, SqlDialect.Sqlite];

    public static async Task<PlatformConnection> NewConnection(this MySqlFixture servers, SqlDialect dialect) => dialect switch
    {
        SqlDialect.MySql => await servers.NewDatabase(),
        SqlDialect.Sqlite => PlatformConnection.ForFile(
            Path.Combine(Directory.CreateTempSubdirectory("adilas-storage-").FullName, PlatformConnection.FileName)),
    };
}
