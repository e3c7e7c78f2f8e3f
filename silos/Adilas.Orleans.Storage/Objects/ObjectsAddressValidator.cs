using Microsoft.Extensions.Options;

namespace Adilas.Objects;

/// <summary>The rules that hold between several values.</summary>
internal sealed class ObjectsAddressValidator : IValidateOptions<ObjectsOptions>
{
    public ValidateOptionsResult Validate(string? name, ObjectsOptions options)
    {
        if (string.IsNullOrEmpty(options.AccessKey) != string.IsNullOrEmpty(options.SecretKey))
            return ValidateOptionsResult.Fail("Objects:AccessKey and Objects:SecretKey are given together or not at all.");
        if (string.IsNullOrEmpty(options.ServiceUrl))
            return string.IsNullOrEmpty(options.Folder)
                ? ValidateOptionsResult.Fail("Objects:ServiceUrl or Objects:Folder must be set.")
                : ValidateOptionsResult.Success;

        return Uri.TryCreate(options.ServiceUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Objects:ServiceUrl must be an absolute http or https address.");
    }
}
