namespace Adilas.Settings;

/// <summary>
/// What a layer of settings is for, in rising precedence: where two set the same path, the later kind holds. The number crosses the
/// wire and is stored: append, never reorder.
/// </summary>
[GenerateSerializer, Alias("adilas.LayerKind")]
public enum LayerKind
{
    System = 0,
    Industry = 1,
    Theme = 2,
    Plan = 3,
    Stack = 4,
    Corporation = 5,

    /// <summary>Several for one user, in the order in which the membership holds them.</summary>
    Role = 6,

    User = 7,

    /// <summary>Follows a person everywhere, and is never merged into a corporation's profile.</summary>
    Person = 8,
}
