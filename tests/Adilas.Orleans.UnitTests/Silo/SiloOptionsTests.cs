using Adilas.Clustering;
using Adilas.Jobs;
using Adilas.Jobs.Mail;
using Adilas.Jobs.Outbound;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Adilas.Silo;

/// <summary>What stops a silo's start, and whether whoever reads the message knows which setting to mend.</summary>
public sealed class SiloOptionsTests
{
    private static readonly string WebKey = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());

    private static readonly Dictionary<string, string?> Sound = new()
    {
        ["ConnectionStrings:Aurora"] = "Server=127.0.0.1;User ID=adilas;Password=hidden-1;Database=adilas",
        ["ConnectionStrings:Redis"] = "127.0.0.1:6379,password=hidden-2",
        ["Seal:WebKeys:0"] = WebKey,
        ["Seal:SiloKeys:0"] = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray()),
        ["Secrets:Keys:0"] = Convert.ToBase64String(Enumerable.Repeat((byte)3, 32).ToArray()),
        ["Objects:ServiceUrl"] = "http://127.0.0.1:9000",
    };

    [Fact]
    public void What_is_sound_starts_with_the_defaults_of_the_manual()
    {
        var member = new MemberOptions();
        Assert.Equal(
            ("adilas", "adilas", 11111, 30000, null, false),
            (member.ClusterId, member.ServiceId, member.SiloPort, member.GatewayPort, member.AdvertisedAddress, member.FastFailureDetection));

        var mail = new MailOptions();
        Assert.Equal(
            (null, 587, MailSecurity.StartTls, null, null, null, TimeSpan.FromSeconds(30)),
            (mail.Host, mail.Port, mail.Security, mail.User, mail.Password, mail.From, mail.Timeout));
        Assert.Empty(new OutboundOptions().AllowPrivateAddresses);

        Start([]);
    }

    [Theory]
    [InlineData("ConnectionStrings:Aurora", " ", "ConnectionStrings:Aurora is missing.")]
    [InlineData("ConnectionStrings:Redis", "", "ConnectionStrings:Redis is missing.")]
    [InlineData("ConnectionStrings:Redis", "127.0.0.1,password=hidden-2,none=such", "ConnectionStrings:Redis is not a Redis configuration.")]
    [InlineData("Seal:WebKeys:0", "aGlkZGVuLTM=", "Seal:WebKeys:0 must be base64 of at least 32 bytes.")]
    [InlineData("Seal:SiloKeys:0", "aGlkZGVuLTM=", "Seal:SiloKeys:0 must be base64 of at least 32 bytes.")]
    [InlineData("Seal:Lease", "00:02:00", "Seal:Lease must be 1 s to 60 s.")]
    [InlineData("Secrets:Keys:0", "aGlkZGVuLTM=", "Secrets:Keys:0 must be base64 of exactly 32 bytes.")]
    [InlineData("Cluster:ClusterId", "", "MemberOptions.ClusterId")]
    [InlineData("Cluster:ServiceId", "", "MemberOptions.ServiceId")]
    [InlineData("Cluster:SiloPort", "70000", "MemberOptions.SiloPort")]
    [InlineData("Cluster:GatewayPort", "0", "MemberOptions.GatewayPort")]
    [InlineData("Cluster:GatewayPort", "11111", "Cluster:SiloPort and Cluster:GatewayPort must differ.")]
    [InlineData("Cluster:AdvertisedAddress", "my-host", "Cluster:AdvertisedAddress must be an IP address.")]
    [InlineData("ADILAS_OPERATOR_KEY", "hidden-3", "ADILAS_OPERATOR_KEY needs at least")]
    [InlineData("Journal:StatementLimit", "00:00:05", "JournalOptions.StatementLimit")]
    [InlineData("Objects:ServiceUrl", "nowhere", "Objects:ServiceUrl must be an absolute http or https address.")]
    [InlineData("Objects:AccessKey", "hidden-3", "Objects:AccessKey and Objects:SecretKey are given together or not at all.")]
    [InlineData("Objects:BucketPrefix", "Adilas", "Objects:BucketPrefix is")]
    [InlineData("Databases:NamePrefix", "Adilas", "Databases:NamePrefix is")]
    [InlineData("Databases:DefaultServer", "none", "Databases:DefaultServer names no server of Databases:Servers.")]
    [InlineData("Databases:Servers:second", "Server=127.0.0.1;Password=hidden-3;None=such", "Databases:Servers:second is not a MySQL connection string.")]
    [InlineData("Jobs:AllowPrivateAddresses:0", "10.0.0.1", "Jobs:AllowPrivateAddresses:0 must be a network, such as 10.1.0.0/16.")]
    [InlineData("Mail:Port", "0", "MailOptions.Port")]
    [InlineData("Mail:Timeout", "00:10:00", "MailOptions.Timeout")]
    [InlineData("Mail:Security", "9", "MailOptions.Security")]
    [InlineData("Mail:Host", "mail.example", "Mail:From must be an e-mail address, because Mail:Host is given.")]
    [InlineData("Mail:Password", "hidden-3", "Mail:User and Mail:Password are given together or not at all.")]
    public void A_bad_value_stops_the_start_and_is_named_and_no_secret_is_repeated(string key, string value, string message)
    {
        var failure = Assert.ThrowsAny<Exception>(() => Start(new() { [key] = value }));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_knows_what_the_runtimes_own_jobs_do()
    {
        using var services = Build([]);

        Assert.Equal(["http", "mail", "noop", "sql", "webhook"], services.GetRequiredService<JobHandlers>().Kinds.Order());
    }

    [Fact]
    public void A_silo_does_not_share_its_ring_with_web_hosts() => Assert.Contains(
        "Seal:SiloKeys must hold none of the Seal:WebKeys.",
        Assert.ThrowsAny<Exception>(() => Start(new() { ["Seal:SiloKeys:0"] = WebKey })).Message,
        StringComparison.Ordinal);

    /// <summary>As far as a start goes before it touches a store.</summary>
    private static void Start(Dictionary<string, string?> changes)
    {
        using var services = Build(changes);
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    private static ServiceProvider Build(Dictionary<string, string?> changes)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(Sound).AddInMemoryCollection(changes);
        builder.AddAdilasSilo();
        return builder.Services.BuildServiceProvider();
    }
}
