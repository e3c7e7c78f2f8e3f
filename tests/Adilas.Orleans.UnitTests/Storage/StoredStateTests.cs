using System.Text.Json;
using Adilas.ApiKeys;
using Adilas.Calendars;
using Adilas.Corporations;
using Adilas.Jobs.Bulk;
using Adilas.Memberships;
using Adilas.Provisioning;
using Adilas.Settings;
using Adilas.Settings.Drafts;
using Adilas.Stacks;
using Adilas.Users;
using Adilas.Webhooks;

namespace Adilas.Storage;

/// <summary>What version 1 stored must be read, and written again the same, for ever.</summary>
public sealed class StoredStateTests
{
    public static TheoryData<Type, string> Stored => new()
    {
        {
            typeof(CorporationState),
            """{"registration":{"name":"Acmé","industry":"retail","kind":"work","stack":"data0","recipe":"small","owner":"u1"},"createdAt":"2026-01-02T03:04:05+00:00","mode":"closed","modeReason":"gone","modeSince":"2026-01-02T03:04:05+00:00","modeBeforeClosing":"readOnly","purgeAt":"2026-02-01T03:04:05+00:00"}"""
        },
        { typeof(UserState), """{"userId":"u1","email":"a@b.example","name":"Ann","registeredAt":"2026-01-02T03:04:05+00:00"}""" },
        { typeof(MembershipState), """{"roles":["owner","clerk"],"since":"2026-01-02T03:04:05+00:00"}""" },
        {
            typeof(SettingsProfileState),
            """{"document":{"a":{"b":1.50}},"changedAt":"2026-01-02T03:04:05+00:00","changedBy":"u1","reason":"why"}"""
        },
        {
            typeof(SettingsDraftState),
            """{"phase":"failed","content":{"kind":"value","document":{"a":{"b":1.50}},"path":"a.b","reason":"why","locks":["a"],"conditions":[{"path":"a","value":"1","share":0.5}]},"basedOn":3,"effectiveAt":"2026-01-03T03:04:05+00:00","isScheduled":true,"needsApproval":["a.b"],"author":"key:k1","onBehalfOf":"u1","createdAt":"2026-01-02T03:04:05+00:00","changedAt":"2026-01-02T03:04:05+00:00","approvedBy":"u2","approvedAt":"2026-01-02T04:04:05+00:00","endedBy":"u3","note":"no","noteCode":"setting-bounds","appliesOn":4,"appliedVersion":5,"appliedBy":"u3"}"""
        },
        {
            typeof(ScheduleState),
            """{"definition":{"timing":{"cron":"0 3 * * *","zone":"Europe/Berlin"},"job":{"queue":"nightly","kind":"http","payload":{"url":"https://acme.example/nightly","secret":"s"},"priority":7,"maxAttempts":3,"deadlineSeconds":60},"isEnabled":true,"from":"2026-01-02T03:04:05+00:00","until":"2027-01-02T03:04:05+00:00","catchUp":"runAll","catchUpLimit":10,"overlap":"queue","isLegalDuty":true,"note":"why"},"setAt":"2026-01-02T03:04:05+00:00","nextAt":"2026-01-03T02:00:00+00:00","createdAt":"2026-01-02T03:04:05+00:00","changedAt":"2026-01-02T03:04:05+00:00","changedBy":"key:k1"}"""
        },
        {
            typeof(BulkOperationState),
            """{"verb":"retry","filter":{"state":"dead","kind":"http"},"orderedBy":"key:k1","orderedAt":"2026-01-02T03:04:05+00:00","expected":9,"parts":2,"cursor":"1m8a","done":7,"skipped":1,"skips":[{"job":"1m8b","code":"job-state"}],"phase":"running","problem":"mode-frozen","storedAt":"2026-01-02T03:04:05+00:00"}"""
        },
        {
            typeof(StackState),
            """{"kind":"dedicated","capacity":10,"registeredAt":"2026-01-02T03:04:05+00:00","maintenance":{"from":"2026-01-02T03:04:05+00:00","until":"2026-01-03T03:04:05+00:00","reason":"why","setBy":"op"}}"""
        },
        {
            typeof(WebhookState),
            """{"url":"https://acme.example/hook","events":["settings.*"],"description":"why","isEnabled":false,"disabledReason":"http-status","disabledAt":"2026-01-03T03:04:05+00:00","keptUntil":"2026-01-10T03:04:05+00:00","secret":"AA==","oldSecret":"AQ==","oldSecretUntil":"2026-01-03T03:04:05+00:00","failingSince":"2026-01-02T03:04:05+00:00","failures":20,"createdAt":"2026-01-02T03:04:05+00:00","changedAt":"2026-01-02T03:04:05+00:00","changedBy":"key:k1"}"""
        },
        {
            typeof(ApiKeyState),
            """{"name":"Key","scopes":["settings:read","keys:write"],"secretHash":"AA==","createdAt":"2026-01-02T03:04:05+00:00","expiresAt":"2026-01-03T03:04:05+00:00","revokedAt":"2026-01-02T04:04:05+00:00"}"""
        },
        {
            typeof(ProvisioningState),
            """{"order":{"name":"Acme","industry":"retail","kind":"play","owner":"u1","ownerEmail":"a@b.example","ownerName":"Ann","stack":"data0","recipe":"small","settings":{"a":1}},"recipeVersion":1,"phase":"failed","steps":[{"name":"database","type":"database","options":"{}","timeout":"00:01:00","maxAttempts":5,"state":"failed","attempt":2,"deadline":"2026-01-02T03:04:05+00:00","notBefore":"2026-01-02T03:04:05+00:00","reason":"down","outputs":{"database":"adb_x"}}],"orderedBy":"key:k1","stack":"data0","dueAt":"2026-01-02T03:04:05+00:00"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void A_state_stored_by_version_1_still_reads_and_writes_the_same(Type type, string stored)
    {
        var state = JsonSerializer.Deserialize(stored, type, StoredJson.Options);

        Assert.Equal(stored, JsonSerializer.Serialize(state, type, StoredJson.Options));
    }

    [Fact]
    public void Every_state_is_under_test()
    {
        var states = typeof(CorporationState).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(JournalState)) && !type.IsAbstract);
        Assert.Equal(states.Select(type => type.Name).Order(), Stored.Select(row => row.Data.Item1.Name).Order());
    }

    [Fact]
    public void The_version_is_not_part_of_what_is_stored() =>
        Assert.Equal("{}", JsonSerializer.Serialize(new MembershipState { Version = 7 }, StoredJson.Options).Replace("\"since\":\"0001-01-01T00:00:00+00:00\"", "", StringComparison.Ordinal));

    [Fact]
    public void Lists_of_steps_are_compared_step_by_step()
    {
        var changes = JsonDifference.Between("""{"s":[{"n":1,"x":"a"},{"n":2,"x":"a"}]}""", """{"s":[{"n":1,"x":"a"},{"n":2,"x":"b"}]}""", 10);
        Assert.Equal([new ValueChange("s[1].x", "\"a\"", "\"b\"")], changes);
    }

    [Fact]
    public void Personal_data_shows_that_it_changed_and_not_what_it_is()
    {
        string Person(string email) => $$"""{"email":"{{PersonalMask.Of(email)}}"}""";

        Assert.Empty(JsonDifference.Between(Person("a@b.example"), Person("a@b.example"), 10));
        var masked = $"\"{PersonalMask.Text}\"";
        Assert.Equal([new ValueChange("email", masked, masked)], JsonDifference.Between(Person("a@b.example"), Person("c@d.example"), 10));
    }

    [Fact]
    public void Secrets_are_masked_in_what_changed()
    {
        var changes = JsonDifference.Between(null, """{"secretHash":"abc","password":"x","name":"n"}""", 10);
        Assert.DoesNotContain(changes, change => change.After?.Contains("abc", StringComparison.Ordinal) == true || change.After == "\"x\"");
    }
}
