using System.CommandLine;

namespace Adilas.Settings;

/// <summary>Names one setting.</summary>
internal static class SettingPath
{
    public static Argument<string> Argument() => new("path") { Description = "Names joined by dots, such as limits.users." };
}
