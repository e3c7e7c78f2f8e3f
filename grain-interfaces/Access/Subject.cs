namespace Adilas.Access;

/// <summary>Whose thing a grain is, as its key says; see <see cref="SubjectAttribute"/>.</summary>
public enum Subject
{
    /// <summary>A corporation's: the key is <c>{corporation}</c> or <c>{corporation}/…</c>.</summary>
    Corporation,

    /// <summary>One user's own: the key is <c>~user/{user}</c>.</summary>
    Self,

    /// <summary>The platform's: the key starts with <c>~</c>.</summary>
    Platform,

    /// <summary>Whatever the key says: a corporation's, a user's own (<c>~user/…</c>) or the platform's (<c>~…</c>).</summary>
    Owner,
}
