namespace Adilas.Calling;

/// <summary>Orders of corporations, whose contents a log must never hold.</summary>
internal static class Orders
{
    /// <summary>Stands in every name, e-mail address and setting that the tests send, and in no id.</summary>
    public const string Canary = "Kanarienvogel";

    public static string NewId(string what) => $"{what}-{Guid.NewGuid().ToString("N")[..8]}";

    /// <returns>A line as of an import file.</returns>
    public static string Line(string id, string recipe = "small") => $$"""
        {
          "id": "{{id}}", "name": "{{Canary}} {{id}}", "industry": "retail", "kind": "demo", "recipe": "{{recipe}}",
          "owner": { "email": "{{Canary}}.{{id}}@example.com", "name": "Ann {{Canary}}" },
          "settings": { "terms": { "invoice": "{{Canary}}" } }
        }
        """;
}
