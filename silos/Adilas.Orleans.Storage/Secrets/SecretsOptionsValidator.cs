using Microsoft.Extensions.Options;

namespace Adilas.Secrets;

/// <summary>Says which key is wrong and why, and never repeats one.</summary>
internal sealed class SecretsOptionsValidator : IValidateOptions<SecretsOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretsOptions options)
    {
        if (options.Keys.Count is 0 or > SecretsOptions.MaxKeys)
            return ValidateOptionsResult.Fail($"{SecretsOptions.Section}:Keys needs 1 to {SecretsOptions.MaxKeys} keys.");

        var wrong = Enumerable.Range(0, options.Keys.Count).Where(index => !IsKey(options.Keys[index])).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(index =>
                $"{SecretsOptions.Section}:Keys:{index} must be base64 of exactly {SecretsOptions.KeyBytes} bytes."));
    }

    private static bool IsKey(string? text)
    {
        var buffer = new byte[text?.Length ?? 0];
        return Convert.TryFromBase64String(text ?? "", buffer, out var length) && length == SecretsOptions.KeyBytes;
    }
}
