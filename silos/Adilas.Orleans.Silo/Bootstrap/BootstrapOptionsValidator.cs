using Adilas.ApiKeys;
using Microsoft.Extensions.Options;

namespace Adilas.Bootstrap;

/// <summary>A weak or unusable first key stops the start.</summary>
internal sealed class BootstrapOptionsValidator : IValidateOptions<BootstrapOptions>
{
    public ValidateOptionsResult Validate(string? name, BootstrapOptions options) => options.OperatorKey switch
    {
        null => ValidateOptionsResult.Success,
        { Length: < BootstrapOptions.MinKeyLength } => ValidateOptionsResult.Fail(
            $"{BootstrapOptions.OperatorKeyVariable} needs at least {BootstrapOptions.MinKeyLength} characters."),
        var key when !ApiKeyId.TryParseToken(key, out var id, out _) || id != ApiKeyId.Bootstrap => ValidateOptionsResult.Fail(
            $"{BootstrapOptions.OperatorKeyVariable} has at most {ApiKeyId.MaxTokenLength} characters, and starts with 'ak_operator_' if with 'ak_' at all."),
        _ => ValidateOptionsResult.Success,
    };
}
