using System.Net;
using Adilas.Jobs.Outbound;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("2606:4700::1111")]
    [InlineData("64:ff9b::808:808")]
    public void A_public_address_is_allowed(string address) => Assert.True(Guard().Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Any_other_address_is_refused(string address) => Assert.False(Guard().Allows(IPAddress.Parse(address)));

    [Fact]
    public void What_the_operator_allows_is_allowed_and_nothing_beside_it()
    {
        var guard = Guard("10.1.0.0/16", "fd00:1::/32");

        Assert.True(guard.Allows(IPAddress.Parse("10.1.255.255")));
        Assert.True(guard.Allows(IPAddress.Parse("fd00:1::2")));
        Assert.False(guard.Allows(IPAddress.Parse("10.2.0.0")));
        Assert.False(guard.Allows(IPAddress.Parse("::ffff:10.1.0.1")));
        Assert.False(guard.Allows(IPAddress.Parse("fd00:2::2")));
    }

    private static AddressGuard Guard(params string[] networks)
    {
        var options = new OutboundOptions();
        foreach (var network in networks) options.AllowPrivateAddresses.Add(network);
        return new AddressGuard(Options.Create(options));
    }
}
