using Adilas.ApiKeys;
using Adilas.Calendars;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Settings;
using Adilas.Settings.Drafts;
using Adilas.Stacks;
using Adilas.Webhooks;

namespace Adilas.OpenApi;

/// <summary>One example of each body, shown in the reference; a test reads them all as the API would.</summary>
internal static class BodyExamples
{
    public static IReadOnlyDictionary<Type, string> All { get; } = new Dictionary<Type, string>
    {
        [typeof(CorporationBody)] = """
            {"id":"acme","name":"Acme Foods","industry":"retail","kind":"work","owner":{"email":"ada@example.com","name":"Ada Lovelace"},
             "settings":{"limits":{"users":25}}}
            """,
        [typeof(CorporationChangeBody)] = """{"name":"Acme Fine Foods"}""",
        [typeof(ModeBody)] = """{"mode":"readOnly","reason":"stock-taking"}""",
        [typeof(SettingsBody)] = """{"document":{"limits":{"users":50}},"reason":"they grew"}""",
        [typeof(SettingsValueBody)] = """{"value":50,"reason":"they grew"}""",
        [typeof(SettingsRestoreBody)] = """{"version":11,"reason":"12 was a mistake"}""",
        [typeof(SettingsDraftBody)] = """{"kind":"merge","document":{"prices":{"tax":19}},"reason":"the new rate","effectiveAt":"2030-01-01T00:00:00Z"}""",
        [typeof(SettingsRejectBody)] = """{"reason":"not before the new year"}""",
        [typeof(CatalogueCheckBody)] = """{"document":{"images":{"width":760},"terms":{"cart":"Basket"}}}""",
        [typeof(CatalogueBody)] = """
            {"catalogue":{"version":2,"entries":[{"path":"images.width","type":"integer","minimum":16,"maximum":4096,"layers":["system..corporation"],
             "description":"How wide pictures are stored."}]}}
            """,
        [typeof(ScheduleBody)] = """
            {"cron":"30 2 * * *","zone":"Europe/Berlin","queue":"nightly","kind":"http","payload":{"url":"https://acme.example/close-day"},"catchUp":"runLast"}
            """,
        [typeof(JobBody)] = """{"queue":"orders","kind":"http","payload":{"url":"https://acme.example/orders/7"},"dedupeKey":"order-7"}""",
        [typeof(JobBatchBody)] = """{"jobs":[{"queue":"labels","kind":"label","payload":{"order":7}},{"queue":"labels","kind":"label","payload":{"order":8}}]}""",
        [typeof(JobFilterBody)] = """{"state":"dead","kind":"http","from":"2026-03-01T00:00:00Z"}""",
        [typeof(JobTimeBody)] = """{"dueAt":"2026-03-01T08:00:00Z"}""",
        [typeof(JobRejectBody)] = """{"reason":"not before the new year"}""",
        [typeof(WebhookBody)] = """{"url":"https://acme.example/hook","events":["settings.changed","corporation.*"],"description":"Till 4"}""",
        [typeof(WebhookChangeBody)] = """{"enabled":true}""",
        [typeof(WebhookReplayBody)] = """{"from":"2026-01-02T00:00:00Z","to":"2026-01-03T00:00:00Z"}""",
        [typeof(QueueBody)] = """{"parallel":4}""",
        [typeof(WorkerLeaseBody)] = """{"kinds":["label"],"max":5,"waitSeconds":20,"worker":"printer-1","leaseSeconds":30}""",
        [typeof(WorkerHeartbeatBody)] = """{"leaseSeconds":30}""",
        [typeof(WorkerProgressBody)] = """{"percent":40,"note":"4 of 10 pages"}""",
        [typeof(WorkerResultBody)] = """{"result":{"pages":10}}""",
        [typeof(WorkerFailureBody)] = """{"code":"paper-out","message":"Tray 2 is empty.","retryAfterSeconds":60}""",
        [typeof(MaintenanceBody)] = """{"until":"2030-01-01T06:00:00Z","reason":"new disks"}""",
        [typeof(StackBody)] = """{"id":"data0","capacity":{"corporations":500},"kind":"shared"}""",
        [typeof(ApiKeyBody)] = """{"name":"till","corporation":"acme","scopes":["settings:read"],"expiresAt":"2030-01-01T00:00:00Z"}""",
    };

    /// <summary>Whether the type is a part of a body.</summary>
    public static bool IsPart(Type type) => type == typeof(OwnerBody) || type == typeof(StackCapacity);

    public static string? Of(Type type) => All.GetValueOrDefault(type);
}
