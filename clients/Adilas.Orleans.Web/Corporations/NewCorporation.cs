using System.Text.Json;
using Adilas.Provisioning;
using Adilas.Refusals;
using Adilas.Settings;
using Adilas.Stacks;

namespace Adilas.Corporations;

/// <summary>What is typed into the form for a new corporation, and what is wrong with it.</summary>
internal sealed class NewCorporation
{
    /// <summary>Longer documents would burden the page; the command line takes them from a file.</summary>
    public const int MaxSettingsLength = 20_000;

    private readonly Dictionary<string, string> errors = new(StringComparer.Ordinal);

    public string Name { get; set; } = "";

    public string Id { get; set; } = "";

    public string Industry { get; set; } = "";

    public string Kind { get; set; } = JsonNamingPolicy.CamelCase.ConvertName(nameof(CorporationKind.Work));

    /// <summary>Empty to leave the choice to the platform.</summary>
    public string Stack { get; set; } = "";

    public string Recipe { get; set; } = CorporationOrder.DefaultRecipe;

    public string OwnerEmail { get; set; } = "";

    public string OwnerName { get; set; } = "";

    public string Settings { get; set; } = "";

    /// <summary>By the names that the HTTP API gives the fields.</summary>
    public IReadOnlyDictionary<string, string> Errors => errors;

    public string? Error(string field) => errors.GetValueOrDefault(field);

    /// <summary>Notes what a service refused. <c>false</c> when it is about no field of this form.</summary>
    public bool Note(string? field, string message)
    {
        // A document is called so by whoever reads it, and settings in the order; this form has one field for them all.
        var known = field == "document" || field?.StartsWith("settings.", StringComparison.Ordinal) == true ? "settings" : field;
        if (known is null || !Fields.Contains(known)) return false;
        errors[known] = message;
        return true;
    }

    /// <summary>The order; <c>null</c> when something is missing or cannot be read, as <see cref="Errors"/> says.</summary>
    public (CorporationId Id, CorporationOrder Order)? Read()
    {
        errors.Clear();
        Need("name", Name, "a name");
        Need("industry", Industry, "an industry");
        Need("owner.name", OwnerName, "the owner's name");
        Need("owner.email", OwnerEmail, "the owner's e-mail address");
        if (!CorporationId.TryParse(Id.Trim(), out var parsed)) errors["id"] = "An id has 1 to 40 lower-case letters, digits or dashes.";

        var settings = ReadSettings();
        return errors.Count > 0
            ? null
            : (parsed, new CorporationOrder(
                Name.Trim(), Industry.Trim(), Enum.Parse<CorporationKind>(Kind, ignoreCase: true), OwnerEmail.Trim(), OwnerName.Trim(),
                StackId.TryParse(Stack, out var stack) ? stack : null, Recipe.Trim().Length == 0 ? null : Recipe.Trim(), settings));
    }

    private static readonly string[] Fields = ["id", "name", "industry", "kind", "stack", "recipe", "owner.name", "owner.email", "settings"];

    private SettingsDocument? ReadSettings()
    {
        if (string.IsNullOrWhiteSpace(Settings)) return null;
        try
        {
            return SettingsDocument.Parse(Settings);
        }
        catch (RefusedException refused)
        {
            errors["settings"] = refused.Message;
            return null;
        }
    }

    private void Need(string field, string value, string what)
    {
        if (string.IsNullOrWhiteSpace(value)) errors[field] = $"Give {what}.";
    }
}
