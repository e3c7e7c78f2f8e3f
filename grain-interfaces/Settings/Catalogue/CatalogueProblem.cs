namespace Adilas.Settings.Catalogue;

/// <summary>One place where a document breaks the catalogue's rules.</summary>
/// <param name="Path">Names joined by dots.</param>
/// <param name="Code">The broken rule, one of the constants.</param>
/// <param name="Message">A sentence for people that names path, rule and layer; never a value.</param>
public sealed record CatalogueProblem(string Path, string Code, string Message)
{
    /// <summary>The catalogue knows no such setting.</summary>
    public const string Unknown = "setting-unknown";

    /// <summary>The value is not of the setting's type.</summary>
    public const string Type = "setting-type";

    /// <summary>The value is of the right type, but too large, too long, of another form or not among the choices.</summary>
    public const string Bounds = "setting-bounds";

    /// <summary>This kind of layer may not set it.</summary>
    public const string Layer = "setting-layer";

    /// <summary>A name that no setting may have.</summary>
    public const string Name = "setting-name";
}
