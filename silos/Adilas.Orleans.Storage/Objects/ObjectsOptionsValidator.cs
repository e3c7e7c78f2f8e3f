using Microsoft.Extensions.Options;

namespace Adilas.Objects;

[OptionsValidator]
internal sealed partial class ObjectsOptionsValidator : IValidateOptions<ObjectsOptions>;
