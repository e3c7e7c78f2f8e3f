using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Adilas.Jobs.Mail;

/// <summary>What a <c>mail</c> job sends, read and checked.</summary>
internal sealed partial record MailPayload(
    ImmutableArray<string> To, ImmutableArray<string> Copies, bool ToOwner, string? ReplyTo, string Subject, string? Text, string? Html)
{
    public const int MaxRecipients = 100;
    public const int MaxSubjectLength = 200;
    public const int MaxBodyLength = 60 * 1024;
    private const int MaxAddressLength = 254;

    public static MailPayload Read(JsonElement payload)
    {
        var fields = PayloadFields.Of(payload, "to", "cc", "toOwner", "replyTo", "subject", "text", "html");
        var to = Addresses(fields, "to");
        var copies = Addresses(fields, "cc");
        var toOwner = fields.Flag("toOwner");
        if (to.IsEmpty && !toOwner) throw PayloadFields.Problem("to", "names at least one recipient");
        if (to.Length + copies.Length > MaxRecipients)
            throw PayloadFields.Problem("cc", $"makes more than {MaxRecipients} recipients with 'to'");

        var subject = fields.Text("subject", MaxSubjectLength);
        if (subject.Any(char.IsControl)) throw PayloadFields.Problem("subject", "is one line without control characters");
        if (!fields.Has("text") && !fields.Has("html")) throw PayloadFields.Problem("text", "or payload.html is needed");

        return new MailPayload(
            to,
            copies,
            toOwner,
            fields.Find("replyTo") is { } replyTo ? Address("replyTo", replyTo) : null,
            subject,
            fields.FindText("text", MaxBodyLength),
            fields.FindText("html", MaxBodyLength));
    }

    private static ImmutableArray<string> Addresses(PayloadFields fields, string field) =>
        [.. fields.List(field, MaxRecipients).Select(item => Address(item.Name, item.Value))];

    private static string Address(string field, JsonElement value)
    {
        var text = PayloadFields.TextOf(field, value, MaxAddressLength);
        return Mailbox().IsMatch(text)
            ? text
            : throw PayloadFields.Problem(field, "is an e-mail address, such as a@b.example, without a name");
    }

    /// <summary>
    /// Atoms with dots, an at sign, a host name: what every server takes, and nothing that could end a header or begin another.
    /// </summary>
    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
        + @"(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z")]
    private static partial Regex Mailbox();
}
