using System.CommandLine.Parsing;
using System.Globalization;

namespace Adilas.Invocation;

internal static class Bounds
{
    /// <summary>Adds an error unless each value is a whole number in the bounds; what is no number at all the parser reports itself.</summary>
    public static void Check(OptionResult result, int least, int most)
    {
        foreach (var token in result.Tokens)
        {
            if (int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && (number < least || number > most))
                result.AddError($"{result.Option.Name} is a whole number from {least} to {most}.");
        }
    }
}
