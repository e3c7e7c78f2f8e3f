namespace Adilas.Jobs.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Not at all: for a server on the same machine or network alone.</summary>
    None,

    /// <summary>Begins in the clear and becomes TLS before anything is said; a server that cannot is refused. Mostly port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte. Mostly port 465.</summary>
    Tls,
}
