using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs.Outbound;

/// <summary>
/// Which addresses jobs may connect to: public ones, and those of networks that the operator allows. Whoever writes a job chooses its
/// address, and must not reach through us what only we can see. Networks are those of IANA's registries of special addresses.
/// </summary>
internal sealed class AddressGuard(IOptions<OutboundOptions> options)
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork[] Refused =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

            // A cloud's own services at an address that looks public.
            "168.63.129.16/32",

            // Of the global unicast space: special purposes and tunnels (they carry IPv4 addresses), documentation.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private readonly IPNetwork[] allowed = [.. options.Value.AllowPrivateAddresses.Select(IPNetwork.Parse)];

    public bool Allows(IPAddress address)
    {
        // Written so only to be taken for something else; networks know them as the IPv4 addresses that they stand for.
        if (address.IsIPv4MappedToIPv6) return false;
        if (allowed.Any(network => network.Contains(address))) return true;
        if (address.AddressFamily is AddressFamily.InterNetwork) return !Refused.Any(network => network.Contains(address));

        // Behind a translator to IPv4 every public site has an address of this network.
        if (Translated.Contains(address)) return Allows(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        return GlobalUnicast.Contains(address) && !Refused.Any(network => network.Contains(address));
    }
}
