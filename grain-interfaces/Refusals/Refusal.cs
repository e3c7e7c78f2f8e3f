namespace Adilas.Refusals;

/// <summary>Why a request was declined. Each kind has one HTTP status; the mapping lives in the web host.</summary>
public enum Refusal
{
    /// <summary>The input breaks a rule; repeating it cannot succeed.</summary>
    Invalid,

    /// <summary>The addressed thing does not exist.</summary>
    NotFound,

    /// <summary>The request contradicts what is stored.</summary>
    Conflict,

    /// <summary>The version that the caller read is no longer the newest.</summary>
    Stale,

    /// <summary>An overwrite needs the version that the caller read, and it was not given.</summary>
    VersionRequired,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    /// <summary>The corporation's mode forbids it.</summary>
    Mode,

    /// <summary>A rate or a quota is used up; try again later.</summary>
    TooMany,

    /// <summary>A store or the cluster cannot answer now; nothing was changed.</summary>
    Unavailable,

    /// <summary>Nobody can know whether the change was stored; repeat it with the same operation id.</summary>
    OutcomeUnknown,
}
