namespace Adilas.Stacks;

/// <summary>Whom a stack serves. The number is stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.StackKind")]
public enum StackKind
{
    /// <summary>Anybody; new corporations are placed here by free capacity.</summary>
    Shared = 0,

    /// <summary>Only corporations that ask for it by name.</summary>
    Dedicated = 1,
}
