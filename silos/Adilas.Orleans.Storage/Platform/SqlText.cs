using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Adilas.Platform;

/// <summary>Writes several statements into one text, with values as parameters, in either kind of SQL.</summary>
internal sealed class SqlText(DbCommand command, SqlDialect dialect)
{
    private readonly StringBuilder text = new();

    public bool IsEmpty => text.Length == 0;

    /// <summary>Adds a piece of SQL.</summary>
    public SqlText Add(string sql)
    {
        text.Append(sql);
        return this;
    }

    /// <summary>Adds the piece that this kind of SQL has for it.</summary>
    public SqlText Add(string mySql, string sqlite) => Add(dialect is SqlDialect.MySql ? mySql : sqlite);

    public SqlText Value(object? value)
    {
        var parameter = command.CreateParameter();
        parameter.Value = value ?? DBNull.Value;
        if (dialect is SqlDialect.Sqlite) parameter.ParameterName = $"@p{command.Parameters.Count.ToString(CultureInfo.InvariantCulture)}";
        text.Append(dialect is SqlDialect.Sqlite ? parameter.ParameterName : "?");
        command.Parameters.Add(parameter);
        return this;
    }

    /// <summary><c>(?,?)</c></summary>
    public SqlText List(IEnumerable<object?> values)
    {
        var mark = '(';
        foreach (var value in values)
        {
            text.Append(mark);
            Value(value);
            mark = ',';
        }

        text.Append(')');
        return this;
    }

    /// <summary><c>(?,?),(?,?)</c></summary>
    public SqlText Rows(IEnumerable<IEnumerable<object?>> rows)
    {
        var isFirst = true;
        foreach (var row in rows)
        {
            if (!isFirst) text.Append(',');
            isFirst = false;
            List(row);
        }

        return this;
    }

    /// <summary><c>(a = ? AND b IN (?,?)) OR …</c>: what both kinds of SQL find through an index on the two.</summary>
    public SqlText AnyOf(string first, string second, IEnumerable<(string First, string Second)> keys)
    {
        var isFirst = true;
        foreach (var group in keys.Distinct().GroupBy(key => key.First, key => key.Second))
        {
            Add(isFirst ? "(" : " OR (").Add(first).Add(" = ").Value(group.Key).Add(" AND ").Add(second).Add(" IN ").List(group).Add(")");
            isFirst = false;
        }

        return this;
    }

    /// <summary>Puts everything into the command.</summary>
    public DbCommand Finish()
    {
        command.CommandText = text.ToString();
        return command;
    }
}
