using System.Security.Cryptography;
using System.Text;
using Adilas.Access;
using Adilas.Platform;
using Dapper;

namespace Adilas.Users;

/// <summary>
/// HMAC-SHA256 of the address in lower case, cut to 128 bits. The key is made once for a platform database and kept there, hidden with the keys of
/// the <c>Secrets</c> section, so that rotating those changes no id.
/// </summary>
internal sealed class EmailDigest(IPlatformDatabase database, ISecretBox secrets) : IEmailDigest
{
    private const string Name = "email-digest";
    private const string Purpose = "platform-secret/" + Name;
    private const int DigestBytes = 16;
    private const string Find = "SELECT wrapped FROM platform_secret WHERE name = @name";
    private const string InsertOnMySql = "INSERT INTO platform_secret (name, wrapped) VALUES (@name, @wrapped) ON DUPLICATE KEY UPDATE name = name";
    private const string InsertOnSqlite = "INSERT INTO platform_secret (name, wrapped) VALUES (@name, @wrapped) ON CONFLICT DO NOTHING";

    private byte[]? key;

    public async Task<string> Of(string email, CancellationToken cancellationToken)
    {
        key ??= await Load(cancellationToken);
#pragma warning disable CA1308 // Addresses are compared in lower case; the result is a digest, never shown.
        var digest = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(email.Trim().ToLowerInvariant()));
#pragma warning restore CA1308
        return Convert.ToHexStringLower(digest.AsSpan(0, DigestBytes));
    }

    private async Task<byte[]> Load(CancellationToken cancellationToken)
    {
        var wrapped = await Read(cancellationToken);
        if (wrapped is null)
        {
            // Two silos may make one at the same time; the first to be stored is everybody's.
            var made = secrets.Protect(RandomNumberGenerator.GetBytes(32), Purpose);
            var insert = database.Dialect is SqlDialect.MySql ? InsertOnMySql : InsertOnSqlite;
            await database.Write(
                (connection, token) => connection.ExecuteAsync(
                    new CommandDefinition(insert, new { name = Name, wrapped = made }, cancellationToken: token)),
                cancellationToken);
            wrapped = await Read(cancellationToken) ?? throw new InvalidOperationException("A secret that was just stored is not there.");
        }

        return secrets.Unprotect(wrapped, Purpose);
    }

    private Task<byte[]?> Read(CancellationToken cancellationToken) => database.Read(
        (connection, token) => connection.QuerySingleOrDefaultAsync<byte[]>(
            new CommandDefinition(Find, new { name = Name }, cancellationToken: token)),
        cancellationToken);
}
