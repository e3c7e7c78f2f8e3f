using MimeKit;

namespace Adilas.Jobs.Mail;

/// <summary>A payload as a message (RFC 5322).</summary>
internal static class MailMessage
{
    /// <summary>The same in each attempt of a job, so that who receives it twice can tell.</summary>
    public static string IdOf(JobRun run, string from) => $"{run.Id}.{run.Corporation}@{DomainOf(from)}";

    public static MimeMessage Write(JobRun run, MailPayload payload, string from, DateTimeOffset now)
    {
        var message = new MimeMessage { MessageId = IdOf(run, from), Date = now, Subject = payload.Subject };
        message.From.Add(MailboxAddress.Parse(from));
        foreach (var address in payload.To) message.To.Add(new MailboxAddress("", address));
        foreach (var address in payload.Copies) message.Cc.Add(new MailboxAddress("", address));
        if (payload.ReplyTo is { } replyTo) message.ReplyTo.Add(new MailboxAddress("", replyTo));

        // Tells programs that answer mail, such as those that say who is away, that nobody wrote it (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new BodyBuilder { TextBody = payload.Text, HtmlBody = payload.Html }.ToMessageBody();
        return message;
    }

    private static string DomainOf(string from) => MailboxAddress.Parse(from).Domain;
}
