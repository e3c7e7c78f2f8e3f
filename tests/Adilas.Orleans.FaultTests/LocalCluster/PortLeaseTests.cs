using System.Net;
using System.Net.Sockets;

namespace Adilas.LocalCluster;

public sealed class PortLeaseTests
{
    [Fact]
    public void A_leased_port_is_not_leased_again_until_it_is_given_back()
    {
        int port;
        using (var lease = PortLease.Take())
        {
            port = lease.Port;
            Assert.InRange(port, PortLease.Lowest, PortLease.Highest);
            Assert.Null(PortLease.TryTake(port));
        }

        using var again = PortLease.TryTake(port);
        Assert.Equal(port, again?.Port);
    }

    [Fact]
    public void A_port_that_somebody_listens_on_is_not_leased()
    {
        int port;
        using (var lease = PortLease.Take()) port = lease.Port;
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();

        Assert.False(PortLease.IsFree(port));
        Assert.Null(PortLease.TryTake(port));
    }

    [Fact]
    public void Leases_taken_at_once_are_all_different()
    {
        var leases = Enumerable.Range(0, 200).AsParallel().Select(_ => PortLease.Take()).ToList();
        try
        {
            Assert.Equal(leases.Count, leases.Select(lease => lease.Port).Distinct().Count());
        }
        finally
        {
            leases.ForEach(lease => lease.Dispose());
        }
    }
}
