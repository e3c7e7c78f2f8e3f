using Microsoft.Extensions.Options;

namespace Adilas.Access;

/// <summary>A silo needs both rings.</summary>
internal sealed class SiloSealValidator : IValidateOptions<SealOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public ValidateOptionsResult Validate(string? name, SealOptions options)
    {
        List<string> problems =
        [
            .. new[]
            {
                SealOptions.Problem(options.WebKeys, nameof(SealOptions.WebKeys)),
                SealOptions.Problem(options.SiloKeys, nameof(SealOptions.SiloKeys)),
                options.Lease < Shortest || options.Lease > Longest
                    ? $"{SealOptions.Section}:{nameof(SealOptions.Lease)} must be 1 s to 60 s."
                    : null,
            }.OfType<string>(),
        ];
        if (options.WebKeys.Intersect(options.SiloKeys).Any()) problems.Add("Seal:SiloKeys must hold none of the Seal:WebKeys.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
