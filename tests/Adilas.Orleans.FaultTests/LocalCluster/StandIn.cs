namespace Adilas.LocalCluster;

/// <summary>A host program that starts in no time: it is ready, and answers everything with its own environment.</summary>
internal static class StandIn
{
    public static HostCommand Ready { get; } = new("perl", "-e", """
        use IO::Socket::INET;
        $SIG{TERM} = sub { exit 0 };
        my ($port) = $ENV{ASPNETCORE_URLS} =~ /:(\d+)$/;
        my $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $port, Listen => 64, ReuseAddr => 1) or die "$!";
        while (my $client = $server->accept) {
            while (<$client>) { last if /^\r\n$/ }
            my $body = join "", map { "$_=$ENV{$_}\n" } sort keys %ENV;
            print $client "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
            close $client;
        }
        """);

    public static HostCommand Broken { get; } = new("sh", "-c", "echo this cannot work >&2; exit 9");

    public static TrialClusterOptions Cluster { get; } = new() { SiloCommand = Ready, WebCommand = Ready };
}
