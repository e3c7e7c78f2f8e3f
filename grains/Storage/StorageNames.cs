namespace Adilas.Storage;

/// <summary>Names of storage providers and of stored states. Stored in every row: never change one.</summary>
public static class StorageNames
{
    /// <summary>The durable tier: every write is an appended row in the platform database.</summary>
    public const string Journal = "journal";

    /// <summary>The hot tier: Redis; what it holds may be lost.</summary>
    public const string Hot = "hot";

    public const string Corporation = "corporation";
    public const string User = "user";
    public const string Membership = "membership";
    public const string SettingsProfile = "settings-profile";
    public const string SettingsDraft = "settings-draft";
    public const string Stack = "stack";
    public const string ApiKey = "api-key";
    public const string Provisioning = "provisioning";
    public const string Schedule = "schedule";
    public const string BulkOperation = "bulk-operation";
    public const string Webhook = "webhook";
}
