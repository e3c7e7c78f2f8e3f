namespace Adilas.Webhooks;

/// <summary>An endpoint that is told what happens.</summary>
/// <param name="Url">Absolute, http or https, at most 2000 characters; not a private address.</param>
/// <param name="Events">Names of events, groups such as settings.*, or *.</param>
/// <param name="Description">What it is for, at most 200 characters.</param>
internal sealed record WebhookBody(string Url, string?[] Events, string? Description = null)
{
    public WebhookDefinition ToDefinition() => new(Url, [.. Events.Select(name => name ?? "")], Description);
}

/// <summary>What is to become different; what is absent stays.</summary>
/// <param name="Url">As when it was made.</param>
/// <param name="Events">All that it wants to hear of from now on.</param>
/// <param name="Description">Empty: none.</param>
/// <param name="Enabled">true: it is told again, and of what was kept for it meanwhile.</param>
internal sealed record WebhookChangeBody(string? Url = null, string?[]? Events = null, string? Description = null, bool? Enabled = null)
{
    public WebhookChange ToChange() => new(Url, Events is null ? null : [.. Events.Select(name => name ?? "")], Description, Enabled);
}

/// <summary>Which events are sent once more.</summary>
/// <param name="From">Of what happened at that time or later; absent: from the beginning.</param>
/// <param name="To">Of what happened before that time; absent: until now.</param>
/// <param name="Cursor">The next of the answer before; absent: from the newest.</param>
internal sealed record WebhookReplayBody(DateTimeOffset? From = null, DateTimeOffset? To = null, string? Cursor = null)
{
    public DeliveryQuery ToQuery() => new(From: From, To: To, Cursor: Cursor);
}
