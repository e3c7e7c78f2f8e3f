namespace Adilas.Access;

/// <summary>Who may call a grain method; see <see cref="AllowAttribute"/>.</summary>
public enum Caller
{
    /// <summary>Anybody who holds a valid seal, signed in or not.</summary>
    Public,

    /// <summary>Any person, machine or operator whose identity was proven.</summary>
    SignedIn,

    /// <summary>
    /// One who acts within the addressed corporation and holds the permission: a member, a corporation's API key, or a
    /// platform operator. On a platform key (<c>~…</c>) only an operator, or the user to whom a <c>~user/…</c> key belongs.
    /// </summary>
    Member,

    /// <summary>A platform operator who holds the permission.</summary>
    Operator,

    /// <summary>Only the runtime's own named actors, such as a provisioning saga.</summary>
    System,
}
