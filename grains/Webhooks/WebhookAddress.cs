using System.Text.Json;
using Adilas.Jobs;
using Adilas.Refusals;

namespace Adilas.Webhooks;

/// <summary>An endpoint's address keeps to the rules of the jobs that call pages: the same connections are made to it.</summary>
internal sealed class WebhookAddress(JobHandlers handlers)
{
    private const string Kind = "http";
    private const string Field = "url";
    private const string FieldOfPayload = $"payload.{Field}";

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: the rule that it breaks.</exception>
    public void Check(string url)
    {
        try
        {
            handlers.Find(Kind)?.Check(JsonSerializer.SerializeToElement(new Dictionary<string, string> { [Field] = url }));
        }
        catch (RefusedException refused) when (refused.Field == FieldOfPayload)
        {
            throw new RefusedException(Refusal.Invalid, "webhook-url", refused.Message.Replace(FieldOfPayload, Field, StringComparison.Ordinal), Field);
        }
    }
}
