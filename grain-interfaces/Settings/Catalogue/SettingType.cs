using System.Diagnostics.CodeAnalysis;

namespace Adilas.Settings.Catalogue;

/// <summary>What a setting's value is.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "So JSON calls its types, and whoever writes settings knows them.")]
public enum SettingType
{
    String,
    Boolean,

    /// <summary>A whole number, written without fraction and exponent.</summary>
    Integer,

    Number,

    /// <summary>Hexadecimal, such as <c>#2f6f8f</c>.</summary>
    Color,

    /// <summary>A name of the IANA time zone database.</summary>
    TimeZone,

    /// <summary>A language tag: language, script and region of BCP 47.</summary>
    Locale,

    /// <summary>An http or https address without credentials.</summary>
    Url,

    Email,
    Enum,
    StringList,
    EnumList,
}
