using System.Net;
using Adilas.Access;
using Microsoft.Extensions.Options;

namespace Adilas.Hosting;

/// <summary>Metrics hold no contents, but they are nobody's business outside: private networks read them, or an operator.</summary>
internal sealed class MetricsAccess(IOptions<WebOptions> options)
{
    private static readonly string[] Private = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

    private readonly IPNetwork[] networks =
        [.. (options.Value.MetricsNetworks.Count > 0 ? options.Value.MetricsNetworks : Private).Select(IPNetwork.Parse)];

    public bool Allows(HttpContext context)
    {
        if (CallerIdentity.CallerOf(context.User).Kind is CallerKind.Operator) return true;
        if (context.Connection.RemoteIpAddress is not { } address) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return networks.Any(network => network.Contains(address));
    }
}
