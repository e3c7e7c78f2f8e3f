using MySqlConnector;

namespace Adilas.Benchmarks;

/// <summary>
/// The queries that Orleans' own ADO.NET grain storage asks for. Only names of parameters and columns are its contract; these keep its
/// check of the version and are as lean as that allows: one row by primary key, one round trip.
/// </summary>
internal static class OfficialQueries
{
    private const string Key =
        "id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND n0 = @GrainIdN0 AND n1 = @GrainIdN1 "
        + "AND grain_type = @GrainTypeString AND extension = @GrainIdExtensionString AND service = @ServiceId";

    private const string Table = """
        CREATE TABLE peer_storage (
          id_hash INT NOT NULL, type_hash INT NOT NULL, n0 BIGINT NOT NULL, n1 BIGINT NOT NULL, grain_type VARCHAR(100) NOT NULL,
          extension VARCHAR(200) NOT NULL, service VARCHAR(100) NOT NULL, payload LONGBLOB NULL, version INT NOT NULL,
          PRIMARY KEY (id_hash, type_hash, n0, n1, grain_type, extension, service)
        ) ENGINE=InnoDB
        """;

    private const string Write = $"""
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        START TRANSACTION;
        UPDATE peer_storage SET payload = @PayloadBinary, version = version + 1 WHERE {Key} AND version = @GrainStateVersion;
        INSERT IGNORE INTO peer_storage (id_hash, type_hash, n0, n1, grain_type, extension, service, payload, version)
        SELECT @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, 1
        FROM DUAL WHERE @GrainStateVersion IS NULL;
        SELECT version AS NewGrainStateVersion FROM peer_storage WHERE {Key};
        COMMIT;
        """;

    private const string Read = $"SELECT payload AS PayloadBinary, version AS Version FROM peer_storage WHERE {Key}";

    private const string Clear = $"""
        UPDATE peer_storage SET payload = NULL, version = version + 1 WHERE {Key} AND version = @GrainStateVersion;
        SELECT version FROM peer_storage WHERE {Key};
        """;

    public static async Task Create(MySqlConnection connection, CancellationToken cancellationToken)
    {
        await Execute(connection, Table, cancellationToken);
        foreach (var (key, text) in new[] { ("WriteToStorageKey", Write), ("ReadFromStorageKey", Read), ("ClearStorageKey", Clear) })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES (@key, @text)";
            command.Parameters.AddWithValue("@key", key);
            command.Parameters.AddWithValue("@text", text);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task Execute(MySqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
