using System.Net;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs.Outbound;

internal sealed class OutboundOptionsValidator : IValidateOptions<OutboundOptions>
{
    private const string Name = $"{OutboundOptions.Section}:{nameof(OutboundOptions.AllowPrivateAddresses)}";

    public ValidateOptionsResult Validate(string? name, OutboundOptions options)
    {
        var networks = options.AllowPrivateAddresses;
        if (networks.Count > OutboundOptions.MaxNetworks)
            return ValidateOptionsResult.Fail($"{Name} has at most {OutboundOptions.MaxNetworks} networks.");

        var wrong = Enumerable.Range(0, networks.Count).Where(index => !IPNetwork.TryParse(networks[index], out _)).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(index => $"{Name}:{index} must be a network, such as 10.1.0.0/16."));
    }
}
