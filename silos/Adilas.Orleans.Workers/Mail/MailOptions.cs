using System.ComponentModel.DataAnnotations;

namespace Adilas.Jobs.Mail;

/// <summary>The server that <c>mail</c> jobs hand their mail to. Bound from <c>Mail</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Name or address of the SMTP server. Default: none, and <c>mail</c> jobs fail.</summary>
    public string? Host { get; set; }

    /// <summary>Default 587; 1 to 65,535.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>Default <see cref="MailSecurity.StartTls"/>.</summary>
    [EnumDataType(typeof(MailSecurity))]
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Who signs in; default: nobody.</summary>
    public string? User { get; set; }

    /// <summary>Given together with <see cref="User"/>. Never log it.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// The sender of every mail, as <c>no-reply@acme.example</c> or <c>Acme &lt;no-reply@acme.example&gt;</c>. Needed with a host.
    /// </summary>
    public string? From { get; set; }

    /// <summary>How long handing over one mail may take. Default 30 s; 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
