using Adilas.Refusals;

namespace Adilas.Databases;

public sealed class SqlScriptTests
{
    private const string Table =
        "CREATE TABLE IF NOT EXISTS t (corporation_id VARCHAR(40) NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (corporation_id, id))";

    [Fact]
    public void A_script_is_cut_at_semicolons_outside_of_strings_and_comments()
    {
        var script = SqlScript.Parse("a.sql", $"""
            -- first; comment
            {Table};
            /* second;
               comment */
            INSERT INTO t VALUES ('a;b', 1); ; UPDATE t SET id = 2 WHERE corporation_id = 'it''s -- no comment';
            DELETE FROM t
            """);

        Assert.Equal(
            [(2, SqlStatementKind.Repeatable), (5, SqlStatementKind.Rows), (5, SqlStatementKind.Rows), (6, SqlStatementKind.Rows)],
            script.Statements.Select(statement => (statement.Line, statement.Kind)));
        Assert.Equal("INSERT INTO t VALUES ('a;b', 1)", script.Statements[1].Text);
        Assert.EndsWith("'it''s -- no comment'", script.Statements[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tables_indexes_are_told_from_its_columns()
    {
        var script = SqlScript.Parse("a.sql", """
            CREATE TABLE IF NOT EXISTS items (
              corporation_id VARCHAR(40) NOT NULL, -- owner
              item_id BIGINT NOT NULL,
              price DECIMAL(19,4) NOT NULL DEFAULT 0, index_no INT NULL,
              PRIMARY KEY (corporation_id, item_id),
              UNIQUE (corporation_id, price),
              INDEX by_price (corporation_id, price, item_id),
              UNIQUE INDEX by_no (corporation_id, index_no)
            );
            """);

        var table = script.Statements[0].Table!;
        Assert.Equal(("items", 6), (table.Name, table.Body.Length));
        Assert.Equal(
            [new SqlIndex("by_price", "corporation_id, price, item_id", false), new SqlIndex("by_no", "corporation_id, index_no", true)],
            table.Indexes);
    }

    [Fact]
    public void Other_line_ends_are_the_same_script_and_other_words_are_not()
    {
        var hash = SqlScript.Parse("a.sql", Table + ";\nDELETE FROM t;\n").Hash;

        Assert.Equal(hash, SqlScript.Parse("a.sql", Table + ";\r\nDELETE FROM t;\r\n").Hash);
        Assert.NotEqual(hash, SqlScript.Parse("a.sql", Table + ";\nDELETE FROM t ;\n").Hash);
    }

    [Theory]
    [InlineData("", "at least one statement")]
    [InlineData("-- nothing", "at least one statement")]
    [InlineData("CREATE TABLE t (corporation_id INT, PRIMARY KEY (corporation_id))", "IF NOT EXISTS")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (corporation_id INT, PRIMARY KEY (corporation_id)) ENGINE=InnoDB", "without options")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (id INT, PRIMARY KEY (id))", "primary key of table t starts with corporation_id")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (corporation_id INT PRIMARY KEY)", "primary key of table t starts with corporation_id")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (corporation_id INT, a INT, PRIMARY KEY (corporation_id), INDEX x (a))", "index x of table t starts with corporation_id")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (corporation_id INT, a INT, PRIMARY KEY (corporation_id), KEY x (a))", "is written INDEX name (columns)")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (corporation_id INT, a INT UNIQUE, PRIMARY KEY (corporation_id))", "corporations would meet")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (corporation_id INT, a INT, PRIMARY KEY (corporation_id), UNIQUE (a))", "corporations would meet")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (corporation_id INT, a INT AUTO_INCREMENT, PRIMARY KEY (corporation_id, a))", "not every server knows")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (corporation_id INT,, PRIMARY KEY (corporation_id))", "empty item")]
    [InlineData("INSERT INTO t VALUES ('a\\'b')", "backslash")]
    [InlineData("INSERT INTO t VALUES (\"a\")", "double quotes")]
    [InlineData("INSERT INTO t VALUES ('a", "a quote is not closed")]
    [InlineData("/* INSERT", "a comment is not closed")]
    [InlineData("INSERT INTO t VALUES (@a)", "no '@'")]
    [InlineData("USE other", "'USE' does not start a statement")]
    [InlineData("GRANT ALL ON *.* TO a", "'GRANT' does not start a statement")]
    [InlineData("DROP DATABASE a", "'DROP' does not start a statement")]
    public void A_broken_rule_is_named_with_script_and_line(string statement, string reason)
    {
        var refused = Refused("\n\n" + statement);

        Assert.Equal((Refusal.Invalid, "sql-script"), (refused.Refusal, refused.Code));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        var place = reason.Contains("at least", StringComparison.Ordinal) ? "a.sql: " : "a.sql, line 3: ";
        Assert.StartsWith(place, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_address_in_a_string_is_no_parameter() =>
        Assert.Single(SqlScript.Parse("a.sql", "INSERT INTO t VALUES ('a@b.example?#')").Statements);

    [Theory]
    [InlineData("")]
    [InlineData("tab\t.sql")]
    [InlineData("ü.sql")]
    [InlineData("a\\b.sql")]
    public void A_scripts_name_has_bounds(string name) =>
        Assert.Equal("sql-script", Assert.Throws<RefusedException>(() => SqlScript.Parse(name, Table)).Code);

    [Fact]
    public void A_scripts_length_has_bounds() =>
        Assert.Equal("sql-script", Refused(Table + ";--" + new string('x', SqlScript.MaxBytes)).Code);

    private static RefusedException Refused(string text) => Assert.Throws<RefusedException>(() => SqlScript.Parse("a.sql", text));
}
