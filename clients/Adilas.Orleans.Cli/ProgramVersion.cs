using System.Reflection;

namespace Adilas;

internal static class ProgramVersion
{
    /// <summary>With the commit it was built from, when the build knew it.</summary>
    public static string Full { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? Short;

    public static string Short => typeof(ProgramVersion).Assembly.GetName().Version!.ToString(3);
}
