namespace Adilas.Databases;

/// <summary>Small scripts for tests.</summary>
internal static class Scripts
{
    public static SqlScript Items { get; } = SqlScript.Parse("test/items.sql", """
        CREATE TABLE IF NOT EXISTS items (
          corporation_id VARCHAR(40) NOT NULL,
          item_id BIGINT NOT NULL,
          name VARCHAR(200) NOT NULL,
          price DECIMAL(19,4) NOT NULL DEFAULT 0,
          PRIMARY KEY (corporation_id, item_id),
          INDEX by_name (corporation_id, name)
        );
        """);

    public static SqlScript Notes { get; } = SqlScript.Parse("test/notes.sql", """
        CREATE TABLE IF NOT EXISTS notes (corporation_id VARCHAR(40) NOT NULL, note_id BIGINT NOT NULL, text TEXT NULL,
          PRIMARY KEY (corporation_id, note_id));
        ALTER TABLE notes ADD COLUMN color VARCHAR(20) NULL;
        INSERT INTO notes (corporation_id, note_id, text) VALUES ('none', 1, 'It''s; -- not a comment');
        """);

    public static IReadOnlyList<SqlScript> All { get; } = [Items, Notes];
}
