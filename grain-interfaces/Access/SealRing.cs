namespace Adilas.Access;

/// <summary>Which ring of keys signed a seal. The number is part of the seal.</summary>
public enum SealRing : byte
{
    /// <summary>Web hosts and front ends: may sign people, machines and operators.</summary>
    Web = 1,

    /// <summary>Silos: may sign system actors too.</summary>
    Silo = 2,
}
