using System.Text.Json;
using Adilas.Corporations;
using Adilas.Settings;

namespace Adilas.Provisioning;

/// <summary>The sample file keeps the rules of an order, so that importing it refuses nothing.</summary>
public sealed class SampleCorporationsTests
{
    private static readonly List<JsonElement> Lines =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "samples", "corporations.jsonl"))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line)),
    ];

    [Fact]
    public void There_are_two_hundred_and_no_id_name_or_address_twice()
    {
        Assert.Equal(200, Lines.Count);
        Assert.Equal(200, Lines.Select(line => Text(line, "id")).Distinct().Count());
        Assert.Equal(200, Lines.Select(line => Text(line, "name")).Distinct().Count());
        Assert.Equal(
            200, Lines.Select(line => Text(line.GetProperty("owner"), "email")).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(25, Lines.Count(line => line.TryGetProperty("recipe", out var recipe) && recipe.GetString() == "standard"));
        Assert.InRange(Lines.Select(line => Text(line, "industry")).Distinct().Count(), 10, 40);
    }

    [Fact]
    public void Every_line_is_an_order_that_would_be_taken()
    {
        foreach (var line in Lines)
        {
            Assert.True(CorporationId.TryParse(Text(line, "id"), out _), Text(line, "id"));
            var kind = Text(line, "kind") switch
            {
                "work" => CorporationKind.Work,
                "play" => CorporationKind.Play,
                "demo" => CorporationKind.Demo,
                var other => throw new InvalidDataException(other),
            };
            var owner = line.GetProperty("owner");
            var settings = line.TryGetProperty("settings", out var document) ? SettingsDocument.Parse(document.GetRawText()) : null;
            ProvisioningOrder.Check(new CorporationOrder(
                Text(line, "name"), Text(line, "industry"), kind, Text(owner, "email"), Text(owner, "name"), Settings: settings));
            Assert.EndsWith(".example", Text(owner, "email"), StringComparison.Ordinal);
            Assert.All(
                line.EnumerateObject(),
                property => Assert.Contains(property.Name, "id name industry kind recipe owner settings".Split(' ')));
        }
    }

    private static string Text(JsonElement element, string field) => element.GetProperty(field).GetString()!;
}
