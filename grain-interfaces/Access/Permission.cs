namespace Adilas.Access;

/// <summary>
/// Everything that a caller can be allowed to do. The number is a bit in a sealed context: append, never reorder.
/// The text form, for example <c>corporations:read</c>, is the scope of an API key; see <see cref="PermissionSet"/>.
/// </summary>
public enum Permission
{
    CorporationsRead = 0,
    CorporationsWrite = 1,
    SettingsRead = 2,
    SettingsWrite = 3,
    StacksRead = 4,
    StacksWrite = 5,
    KeysRead = 6,
    KeysWrite = 7,
    WorkRead = 8,
    WorkWrite = 9,
    AuditRead = 10,
    AuditWrite = 11,
    PeopleRead = 12,
    PeopleWrite = 13,
    WorkersLease = 14,
}
