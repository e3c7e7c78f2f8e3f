using System.Text.Json;
using Adilas.Corporations;
using Adilas.Jobs.Mail;
using MimeKit;

namespace Adilas.Jobs;

public sealed class MailMessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_message_says_who_writes_to_whom_and_has_the_same_id_in_each_attempt()
    {
        var first = Read(Write(
            """{"to":["a@b.example"],"cc":["c@b.example"],"replyTo":"r@b.example","subject":"Grüße","text":"t","html":"<p>h</p>"}"""));
        var second = Write("""{"to":["a@b.example"],"subject":"s","text":"t"}""", attempt: 2);

        Assert.Equal("\"Acme, Inc.\" <no-reply@acme.example>", first.From.ToString());
        Assert.Equal(("a@b.example", "c@b.example", "r@b.example"), (first.To.ToString(), first.Cc.ToString(), first.ReplyTo.ToString()));
        Assert.Equal(("Grüße", "t", "<p>h</p>", Now), (first.Subject, first.TextBody, first.HtmlBody, first.Date));
        Assert.Equal(("job-1.acme@acme.example", "job-1.acme@acme.example"), (first.MessageId, second.MessageId));
    }

    private static MimeMessage Write(string payload, int attempt = 1)
    {
        var json = JsonDocument.Parse(payload).RootElement;
        var run = new JobRun(CorporationId.Parse("acme"), "job-1", "mail", json, attempt, IsLast: false, Now);
        return MailMessage.Write(run, MailPayload.Read(json), "\"Acme, Inc.\" <no-reply@acme.example>", Now);
    }

    /// <summary>As it is after a way over the net.</summary>
    private static MimeMessage Read(MimeMessage message)
    {
        using var stream = new MemoryStream();
        message.WriteTo(stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        return MimeMessage.Load(stream, TestContext.Current.CancellationToken);
    }
}
