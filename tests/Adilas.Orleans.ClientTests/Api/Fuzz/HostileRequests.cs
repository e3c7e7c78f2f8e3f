using System.Text;

namespace Adilas.ApiTests.Fuzz;

/// <summary>Makes requests from the API's own words, spoilt in as many ways as come to mind; the same seed makes the same requests.</summary>
internal sealed class HostileRequests(int seed, string victim, IReadOnlyList<string> harmlessKeys, string powerfulKey)
{
    /// <summary>Stands in every body and wrong key; must never be logged.</summary>
    public const string Canary = "c4n4ry";

    private static readonly string[] OddMethods = ["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO", "get"];

    /// <summary>What there is, each with the body that it takes.</summary>
    private static readonly (string Method, string Route, string Body)[] Known =
    [
        ("POST", "corporations", Order), ("GET", "corporations", ""), ("GET", "corporations/{id}", ""), ("PATCH", "corporations/{id}", """{"name":"CANARY"}"""),
        ("DELETE", "corporations/{id}", ""), ("POST", "corporations/{id}/restore", ""), ("PUT", "corporations/{id}/mode", """{"mode":"frozen","reason":"CANARY"}"""),
        ("GET", "corporations/{id}/provisioning", ""), ("POST", "corporations/{id}/provisioning/retry", ""), ("POST", "corporations/{id}/provisioning/rollback", ""),
        ("GET", "corporations/{id}/history", ""), ("GET", "settings/{scope}", ""), ("PUT", "settings/{scope}", Document), ("PATCH", "settings/{scope}", Document),
        ("PUT", "settings/{scope}/values/{path}", """{"value":"CANARY","reason":"CANARY"}"""), ("GET", "settings/{scope}/history", ""),
        ("POST", "settings/{scope}/drafts", Document), ("GET", "settings/{scope}/drafts", ""), ("GET", "settings/{scope}/drafts/{id}", ""),
        ("PUT", "settings/{scope}/drafts/{id}", Document), ("POST", "settings/{scope}/drafts/{id}/approve", ""),
        ("POST", "settings/{scope}/drafts/{id}/reject", """{"reason":"CANARY"}"""), ("POST", "settings/{scope}/drafts/{id}/apply", ""),
        ("GET", "settings/{scope}/versions/{number}", ""), ("POST", "settings/{scope}/restore", """{"version":1,"reason":"CANARY"}"""),
        ("GET", "stacks", ""), ("POST", "stacks", """{"id":"{id}","capacity":{"corporations":5},"kind":"shared"}"""),
        ("GET", "api-keys", ""), ("POST", "api-keys", """{"name":"CANARY","scopes":["settings:read"],"corporation":null}"""),
        ("DELETE", "api-keys/{id}", ""), ("POST", "api-keys/{id}/rotate", ""), ("GET", "operate/census", ""),
        ("GET", "settings-catalogue", ""), ("GET", "operate/settings/invalid", ""),
        ("POST", "operate/settings/invalid", """{"catalogue":{"version":1,"entries":[]}}"""), ("POST", "settings-catalogue/check", """{"document":{"a":"CANARY"}}"""),
        ("GET", "{id}", ""), ("GET", "", ""), ("GET", "corporations/{id}/profile", ""), ("GET", "../../grains", ""), ("PUT", "settings//values/", "{}"),
    ];

    private const string Order =
        """{"id":"{id}","name":"CANARY","industry":"retail","kind":"work","owner":{"email":"CANARY@example.com","name":"CANARY"},"settings":{"custom":{"a":"CANARY"}}}""";

    private const string Document = """{"document":{"custom":{"a":"CANARY","b":{"c":[1,2,null]}}},"reason":"CANARY"}""";

    private static readonly string[] Ids =
    [
        "none", "ACME", "%61cme", "a%2Fb", "..", "%2e%2e", "%00", "%ff", "%E2%82%28", "~system", "a:b", "a.b", "a.b.c", "'%20OR%201=1--", "%3Cscript%3E", "%F0%9F%98%80",
        "-", "0", "null", "{id}", "*", "a;b", "a%0d%0aX:1", new('a', 40), new('a', 41), new('a', 3000),
    ];

    private static readonly string[] Scopes =
        ["system", "industry:retail", "theme:x", "plan:", ":", "::::", "corporation:", "role:a", "user:a:b:c", "person:%00", "stack:data0", "corporation:%2e%2e"];

    private static readonly string[] Paths = ["custom.a", "terms.a", "look.color", "a", "a.b.c", ".", "..", "a..b", "%20", "a%2Fb", "limits", "__proto__", new('x', 500), string.Join('.', Enumerable.Repeat("a", 40)), "%ED%A0%80"];

    private static readonly string[] Queries =
    [
        "", "", "", "?limit=1", "?limit=-1", "?limit=99999999999999999999", "?limit=%00", "?cursor=%FF%FE", "?cursor=eyJhIjoxfQ==", "?dryRun=true", "?dryRun=1",
        "?query=%27%3B%20DROP%20TABLE%20journal%3B--", "?query=%25_%5C", "?query=%00", "?mode=[]", "?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z", "?from=x",
        "?limit=1&limit=1", "?=&&&=", "?a[b]=c", "?layer=corporation", "?layer=x", "?stack=../..", "?corporation=none", "?actor=%E2%80%AE",
    ];

    private static readonly string[] Spoils =
    [
        "null", "[]", "{", "\"", "1e999", "-0", "00", "true", "\"\\ud800\"", "\"\\u0000\"", "{\"a\":1,\"a\":2}", "\u0000", "\uFEFF", "9999999999999999999999", "1.5", "//", "NaN",
    ];

    private static readonly string[] Tags = ["\"1\"", "\"0\"", "*", "W/\"1\"", "1", "\"", "\"1\",\"2\"", "\"99999999999999999999\"", ""];
    private static readonly string[] OddMediaTypes = ["application/json; charset=utf-8", "application/merge-patch+json", "text/plain", "application/json; charset=utf-16", "multipart/form-data; boundary=x", ";;;", ""];
    private static readonly string[] OperationIds = ["", "", "", "{n}", "a b", "\u00e9", new('k', 101), "same"];

    private readonly Random random = new(seed);
    private int made;

    /// <param name="powerful">Whether its key allows it to change things; then its body is spoilt more often.</param>
    public HostileRequest Next(bool powerful)
    {
        made++;
        var (method, route, template) = Pick(Known);
        if (Chance(8)) method = Pick(OddMethods);
        if (Chance(5)) template = Pick(Known).Body;
        var target = $"/api/v1/{Fill(route)}{(Chance(40) ? Pick(Queries) : "")}";
        var body = Body(template, powerful);
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        Add(head, "Authorization", Authorization(powerful));
        if (Chance(40)) Add(head, "If-Match", Pick(Tags));
        if (Chance(10)) Add(head, "If-None-Match", Pick(Tags));
        if (Chance(40)) Add(head, "Idempotency-Key", Pick(OperationIds).Replace("{n}", $"op-{made}", StringComparison.Ordinal));
        if (Chance(20)) Add(head, "Accept", Pick(["text/html", "*/*", "\u00ff", "application/xml;q=0"]));
        if (Chance(5)) Add(head, "X-Forwarded-For", Pick(["1.2.3.4", "::1, evil", new('9', 2000)]));
        if (Chance(3)) head.Append(Pick(["Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Bad Header: x\r\n", "X: \u0000\r\n", $"X: {new string('h', 20_000)}\r\n"]));
        if (body.Length > 0 || Chance(10))
        {
            Add(head, "Content-Type", Chance(85) ? "application/json" : Pick(OddMediaTypes));
            head.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        }

        byte[] bytes = [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
        var lies = head.ToString() is var text && (text.Contains("chunked", StringComparison.Ordinal) || text.Contains("Length: 5\r\n", StringComparison.Ordinal));
        return new HostileRequest(method, target, bytes, powerful, MayHangUp: lies || bytes.Length > 1024 * 1024);
    }

    private string Authorization(bool powerful)
    {
        if (powerful) return $"Bearer {powerfulKey}";
        return random.Next(10) switch
        {
            0 => "",
            1 => $"Bearer {Canary}-wrong",
            2 => $"Bearer ak_{Canary}_{Canary}",
            3 => Pick([$"Basic {Canary}", "Bearer", $"Bearer {new string('k', 5000)}", $"Bearer ak_a.b.c_{Canary}", "Bearer \u0001"]),
            _ => $"Bearer {Pick(harmlessKeys)}",
        };
    }

    private byte[] Body(string template, bool powerful)
    {
        if (Chance(1)) return new byte[(1024 * 1024) + 200_000];

        var text = template.Replace("CANARY", Canary, StringComparison.Ordinal).Replace("{id}", Pick(["none", victim, "Bad Id"]), StringComparison.Ordinal);
        if (Chance(powerful ? 80 : 50)) text = Spoil(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (Chance(5) && bytes.Length > 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return Chance(5) ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }

    private string Spoil(string json)
    {
        if (json.Length == 0) return json;
        if (Chance(5)) return new string('[', random.Next(1, 5000));
        if (Chance(5)) return $"{{\"document\":{string.Concat(Enumerable.Repeat("{\"a\":", 200))}1{new string('}', 200)}}}";

        // One of its values becomes something else, or something stands where nothing should.
        var colons = Enumerable.Range(0, json.Length).Where(i => json[i] is ':').ToList();
        if (colons.Count == 0 || Chance(20)) return json.Insert(random.Next(json.Length), Pick(Spoils));
        var colon = colons[random.Next(colons.Count)];
        var end = json.IndexOfAny([',', '}', ']'], colon);
        return end < 0 ? json : string.Concat(json.AsSpan(0, colon + 1), Pick(Spoils), json.AsSpan(end));
    }

    private string Fill(string route) => route
        .Replace("{id}", Chance(60) ? victim : Pick(Ids), StringComparison.Ordinal)
        .Replace("{scope}", Chance(60) ? $"corporation:{victim}" : Pick(Scopes), StringComparison.Ordinal)
        .Replace("{path}", Pick(Paths), StringComparison.Ordinal)
        .Replace("{number}", Pick(["1", "0", "-1", "x", "99999999999999999999", "1.0"]), StringComparison.Ordinal);

    private static void Add(StringBuilder head, string name, string value)
    {
        if (value.Length > 0) head.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private bool Chance(int percent) => random.Next(100) < percent;
}
