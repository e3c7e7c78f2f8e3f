using Microsoft.Extensions.Options;

namespace Adilas.Journal;

[OptionsValidator]
internal sealed partial class JournalOptionsValidator : IValidateOptions<JournalOptions>;
