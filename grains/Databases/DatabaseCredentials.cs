namespace Adilas.Databases;

/// <summary>How a corporation's own pages reach its own database. Never log it.</summary>
public sealed record DatabaseCredentials(string Host, int Port, string Database, string User, string Password)
{
    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => $"{User}@{Host}:{Port}/{Database}";
}
