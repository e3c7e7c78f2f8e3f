using Microsoft.Extensions.Options;
using MimeKit;

namespace Adilas.Jobs.Mail;

/// <summary>What single settings cannot say about themselves. Never repeats the password.</summary>
internal sealed class MailServerValidator : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        if (string.IsNullOrEmpty(options.User) != string.IsNullOrEmpty(options.Password))
            return ValidateOptionsResult.Fail("Mail:User and Mail:Password are given together or not at all.");
        if (!string.IsNullOrEmpty(options.Host) && !MailboxAddress.TryParse(options.From, out _))
            return ValidateOptionsResult.Fail("Mail:From must be an e-mail address, because Mail:Host is given.");
        return ValidateOptionsResult.Success;
    }
}
