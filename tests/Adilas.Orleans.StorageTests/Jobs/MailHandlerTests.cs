using Adilas.Corporations;
using Adilas.Jobs.Mail;
using Adilas.LocalCluster;
using MimeKit;

[assembly: AssemblyFixture(typeof(Adilas.Jobs.SmtpFixture))]

namespace Adilas.Jobs;

/// <summary>Mail that is handed to a real server, and what becomes of it when the server does not want it.</summary>
public sealed class MailHandlerTests(SmtpFixture servers)
{
    private static readonly CorporationId Acme = CorporationId.Parse("acme");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_as_it_was_written_from_the_one_who_signed_in()
    {
        var server = await servers.Server();
        var subject = $"Grüße {Guid.NewGuid():N}";

        var outcome = await Run(Options(server), new
        {
            to = List("a@b.example"),
            cc = List("c@b.example"),
            replyTo = "r@b.example",
            subject,
            text = "Hallo\r\n.\r\n日本",
            html = "<p>h</p>",
        });

        Assert.Null(outcome.Failure);
        Assert.Equal("""{"messageId":"job-1.acme@acme.example","recipients":2}""", outcome.Result);
        var (mail, message) = Find(server, subject);
        Assert.Equal(("no-reply@acme.example", server.User, false), (mail.From, mail.User, mail.Secure));
        Assert.Equal(["a@b.example", "c@b.example"], mail.To);
        Assert.Equal(("job-1.acme@acme.example", "r@b.example"), (message.MessageId, message.ReplyTo.ToString()));
        Assert.Equal(("Hallo\n.\n日本", "<p>h</p>"), (message.TextBody!.ReplaceLineEndings("\n").TrimEnd(), message.HtmlBody!.TrimEnd()));
    }

    [Theory]
    [InlineData("reject@b.example", "mail-refused", true, "550")]
    [InlineData("later@b.example", "mail-refused", false, "450")]
    public async Task What_the_server_refuses_is_sent_to_nobody(string recipient, string code, bool isFinal, string words)
    {
        var server = await servers.Server();
        var subject = Guid.NewGuid().ToString("N");

        var failure = (await Run(Options(server), new { to = List("a@b.example", recipient), subject, text = "t" })).Failure!;

        Assert.Equal((code, isFinal), (failure.Code, failure.IsFinal));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains(recipient, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Mails, mail => MessageOf(mail).Subject == subject);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        var options = Options(await servers.Server());
        options.Timeout = TimeSpan.FromSeconds(1);

        var failure = (await Run(options, new { to = List("silent@b.example"), subject = "s", text = "t" })).Failure!;

        Assert.Equal("mail-timeout: The mail server did not take the mail within 1 s.", $"{failure.Code}: {failure.Message}");
        Assert.False(failure.IsFinal);
    }

    [Fact]
    public async Task Nothing_says_the_password_and_not_even_a_server_that_repeats_it()
    {
        var options = Options(await servers.Server());
        options.Password = "canary-5b1f";

        var failure = (await Run(options, Any)).Failure!;

        Assert.Equal(("mail-sign-in", false), (failure.Code, failure.IsFinal));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_prove_who_it_is_gets_nothing()
    {
        var server = await servers.Server();
        var options = Options(server);
        options.Security = MailSecurity.StartTls;
        var before = server.Mails.Count;

        var failure = (await Run(options, Any)).Failure!;

        Assert.Equal("mail-unreachable: The mail server did not prove who it is (TLS).", $"{failure.Code}: {failure.Message}");
        Assert.Equal(before, server.Mails.Count);
    }

    [Fact]
    public async Task A_server_that_speaks_something_else_or_is_not_there_is_tried_again()
    {
        await using var strange = BadServer.Saying("HTTP/1.1 400 Bad Request\r\n\r\n");
        using var free = PortLease.Take();

        foreach (var port in new[] { strange.Port, free.Port })
        {
            var options = new MailOptions
            {
                Host = "127.0.0.1",
                Port = port,
                Security = MailSecurity.None,
                From = "no-reply@acme.example",
                Timeout = TimeSpan.FromSeconds(2),
            };

            var failure = (await Run(options, Any)).Failure!;

            Assert.False(failure.IsFinal);
            Assert.Contains(failure.Code, (string[])["mail-unreachable", "mail-timeout"]);
        }
    }

    [Fact]
    public async Task Without_a_server_a_mail_fails_for_good()
    {
        var failure = (await Run(new MailOptions(), Any)).Failure!;

        Assert.Equal(("mail-not-configured", true), (failure.Code, failure.IsFinal));
    }

    private static object Any => new { to = List("a@b.example"), subject = "s", text = "t" };

    private static string[] List(params string[] addresses) => addresses;

    private static Task<JobOutcome> Run(MailOptions options, object payload) =>
        new MailHandler(Microsoft.Extensions.Options.Options.Create(options), new OwnerAddress(null!, null!), TimeProvider.System)
            .Run(Runs.Of(Acme, "mail", payload), Cancelled);

    private static MailOptions Options(PrivateSmtp server) => new()
    {
        Host = "127.0.0.1",
        Port = server.Port,
        Security = MailSecurity.None,
        User = server.User,
        Password = server.Password,
        From = "Acme <no-reply@acme.example>",
    };

    private static (SmtpMail Mail, MimeMessage Message) Find(PrivateSmtp server, string subject) =>
        server.Mails.Select(mail => (Mail: mail, Message: MessageOf(mail))).Single(each => each.Message.Subject == subject);

    private static MimeMessage MessageOf(SmtpMail mail) => MimeMessage.Load(new MemoryStream(mail.Message), Cancelled);
}
