using System.Net.Sockets;
using System.Text.Json;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Adilas.Jobs.Mail;

/// <summary>Hands a mail to the operator's SMTP server: to all of its recipients or, when one of them is refused, to none.</summary>
internal sealed class MailHandler(IOptions<MailOptions> options, OwnerAddress owner, TimeProvider time) : IJobHandler
{
    private const int MaxServerWords = 200;

    private readonly MailOptions options = options.Value;

    public string Kind => "mail";

    public bool IsReady => !string.IsNullOrEmpty(options.Host);

    public void Check(JsonElement payload) => MailPayload.Read(payload);

    public async Task<JobOutcome> Run(JobRun run, CancellationToken cancellationToken)
    {
        if (!IsReady)
            return Failed("mail-not-configured", "No mail server is configured (Mail:Host)", isFinal: true);

        var payload = MailPayload.Read(run.Payload);
        if (payload.ToOwner)
        {
            if (await owner.Find(run.Corporation, cancellationToken) is not { } address)
                return Failed("mail-no-owner", "The corporation has no owner with an address", isFinal: true);
            payload = payload with { To = [.. payload.To, address] };
        }

        using var message = MailMessage.Write(run, payload, options.From!, time.GetUtcNow());
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await Send(message, ending.Token);
            return JobOutcome.Succeeded(JsonSerializer.Serialize(
                new { messageId = message.MessageId, recipients = payload.To.Length + payload.Copies.Length }));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Explain(failure, payload.ToOwner) is not null)
        {
            return Explain(failure, payload.ToOwner)!;
        }
    }

    private async Task Send(MimeMessage message, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = (int)options.Timeout.TotalMilliseconds };
        await client.ConnectAsync(options.Host!, options.Port, Protection(), cancellationToken);
        if (!string.IsNullOrEmpty(options.User)) await client.AuthenticateAsync(options.User, options.Password!, cancellationToken);
        await client.SendAsync(message, cancellationToken);
        await SayGoodbye(client, cancellationToken);
    }

    /// <summary>The server has the mail: nothing that happens now makes it unsent.</summary>
    private static async Task SayGoodbye(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception rude) when (rude is IOException or ProtocolException or OperationCanceledException)
        {
        }
    }

    private SecureSocketOptions Protection() => options.Security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
    };

    /// <summary>What servers say about a sign-in may repeat what was sent, so it is not passed on; what they say about a mail is.</summary>
    /// <param name="isPersonal">Whether what it says may name whom the sender of the job did not.</param>
    private JobOutcome? Explain(Exception failure, bool isPersonal) => failure switch
    {
        // Not the mail's fault: whoever runs the runtime can mend it.
        AuthenticationException => Failed("mail-sign-in", "The mail server does not accept Mail:User and Mail:Password"),
        SmtpCommandException { StatusCode: var status } refused =>
            Failed("mail-refused", $"The mail server answered {(int)status}{(isPersonal ? "" : $": {Words(refused)}")}", isFinal: (int)status >= 500),
        OperationCanceledException or TimeoutException =>
            Failed("mail-timeout", $"The mail server did not take the mail within {options.Timeout.TotalSeconds:0.###} s"),
        SslHandshakeException => Failed("mail-unreachable", "The mail server did not prove who it is (TLS)"),
        NotSupportedException => Failed("mail-unreachable", "The mail server cannot do what Mail:Security or Mail:User asks for"),
        SocketException socket => Failed("mail-unreachable", $"The mail server cannot be reached ({socket.SocketErrorCode})"),
        IOException or ProtocolException or ServiceNotConnectedException => Failed("mail-unreachable", "The mail server broke off"),
        _ => null,
    };

    private static string Words(SmtpCommandException refused)
    {
        var words = new string([.. refused.Message.Where(c => !char.IsControl(c)).Take(MaxServerWords)]).TrimEnd('.');
        return refused.Mailbox is { } mailbox ? $"{words} ({mailbox.Address})" : words;
    }

    private static JobOutcome Failed(string code, string sentence, bool isFinal = false) =>
        JobOutcome.Failed(new JobFailure(code, sentence + ".", isFinal));
}
