using Microsoft.Extensions.Options;

namespace Adilas.Jobs.Mail;

[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;
