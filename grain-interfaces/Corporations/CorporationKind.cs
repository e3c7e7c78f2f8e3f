namespace Adilas.Corporations;

/// <summary>What a corporation is for. The number is stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.CorporationKind")]
public enum CorporationKind
{
    /// <summary>A real business.</summary>
    Work = 0,

    /// <summary>For trying things out.</summary>
    Play = 1,

    /// <summary>For showing.</summary>
    Demo = 2,
}
