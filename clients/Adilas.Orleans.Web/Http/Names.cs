using System.Globalization;
using Adilas.ApiKeys;
using Adilas.Calendars;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Jobs.Bulk;
using Adilas.Settings;
using Adilas.Settings.Drafts;
using Adilas.Stacks;
using Adilas.Webhooks;

namespace Adilas.Http;

/// <summary>Reads the names that stand in addresses.</summary>
internal static class Names
{
    public const string Grammar = "1 to 40 lower-case letters, digits or dashes";

    public static CorporationId Corporation(string id) => CorporationId.TryParse(id, out var parsed) ? parsed : throw Malformed("id", Grammar);

    public static StackId Stack(string id) => StackId.TryParse(id, out var parsed) ? parsed : throw Malformed("id", Grammar);

    public static ApiKeyId ApiKey(string id) => ApiKeyId.TryParse(id, out var parsed) ? parsed : throw Malformed("id", "a key's id, as the list shows it");

    public static ProfileScope Scope(string scope) => ProfileScope.TryParse(scope, out var parsed)
        ? parsed
        : throw Malformed("scope", "a scope such as system, industry:retail, corporation:acme, role:acme:clerk or user:acme:u1");

    public static SettingsDraftId Draft(string id) => SettingsDraftId.TryParse(id, out var parsed) ? parsed : throw Malformed("id", "a draft's id, as the list shows it");

    public static JobId Job(string job, string field = "job") =>
        JobId.TryParse(job, out var parsed) ? parsed : throw Malformed(field, $"a {field}'s id, as the list shows it");

    public static WebhookId Webhook(string webhook) =>
        WebhookId.TryParse(webhook, out var parsed) ? parsed : throw Malformed("webhook", "a webhook's id, as the list shows it");

    public static BulkOperationId Bulk(string operation) =>
        BulkOperationId.TryParse(operation, out var parsed) ? parsed : throw Malformed("operation", "a bulk operation's id, as the list shows it");

    public static ScheduleName Schedule(string name) => ScheduleName.TryParse(name, out var parsed) ? parsed : throw Malformed("name", Grammar);

    public static long Version(string version) =>
        version.Length <= 18 && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : throw Malformed("version", "a version's number");

    private static HttpProblem Malformed(string field, string expected) => HttpProblem.Invalid("id-malformed", $"'{field}' must be {expected}.", field);
}
