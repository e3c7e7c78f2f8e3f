namespace Adilas.Access;

/// <summary>What a sealed caller is. The number is part of the seal: append, never reorder.</summary>
public enum CallerKind
{
    /// <summary>Not signed in.</summary>
    Anonymous = 0,

    /// <summary>A person who is signed in.</summary>
    Person = 1,

    /// <summary>A program that holds a corporation's API key.</summary>
    Machine = 2,

    /// <summary>A platform operator, or a program that holds an operator key.</summary>
    Operator = 3,

    /// <summary>One of the runtime's own actors; only a silo's key can sign it.</summary>
    System = 4,
}
