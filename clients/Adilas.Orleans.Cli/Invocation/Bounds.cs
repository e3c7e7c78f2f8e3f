using System.CommandLine.Parsing;
using System.Globalization;

namespace Adilas.Invocation;

internal static class Bounds
{
    /// <summary>Adds an error for a number out of bounds; what is no number at all the parser reports itself.</summary>
    public static void Check(OptionResult result, int least, int most)
    {
        foreach (var token in result.Tokens)
        {
            var isNumber = int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number);
            if (isNumber && (number < least || number > most))
                result.AddError($"{result.Option.Name} is a whole number from {least} to {most}.");
        }
    }
}
