namespace Adilas.Platform;

/// <summary>The two kinds of SQL that the platform database may speak.</summary>
public enum SqlDialect
{
    /// <summary>Aurora MySQL 8 and MariaDB.</summary>
    MySql,

    /// <summary>The embedded file.</summary>
    Sqlite,
}
