using Microsoft.Extensions.Options;

namespace Adilas.Databases;

[OptionsValidator]
internal sealed partial class DatabasesOptionsValidator : IValidateOptions<DatabasesOptions>;
