using System.Text.Json;
using Adilas.Http;
using Adilas.Output;

namespace Adilas.Corporations;

/// <summary>How far a corporation's provisioning is.</summary>
/// <param name="State">running, ready, failed, rollingBack or absent.</param>
internal sealed record Provisioning(string State, IReadOnlyList<JsonElement> Steps, JsonElement Sent)
{
    public bool IsReady => State is "ready";

    public bool IsSettled => State is "ready" or "failed" or "absent";

    /// <summary>One line, such as "running, 2 of 5 steps, database".</summary>
    public string Summary
    {
        get
        {
            var done = Steps.Count(step => step.String("state") is "done");
            var current = Steps.FirstOrDefault(step => step.String("state") is "running" or "failed" or "undoing");
            var name = current.ValueKind is JsonValueKind.Object ? $", {current.Cell("name")}" : "";
            return Steps.Count is 0 ? State : $"{State}, {done} of {Steps.Count} steps{name}";
        }
    }

    /// <summary>What the failed step says.</summary>
    public string Reason
    {
        get
        {
            var speaking = Steps.Where(step => step.String("reason") is { Length: > 0 }).ToList();
            if (speaking.Count is 0) return $"provisioning is {State}";

            var first = speaking.MaxBy(step => step.String("state") is "failed");
            return $"step {first.Cell("name")}: {first.Cell("reason")}";
        }
    }

    public static Provisioning From(ApiAnswer answer) => answer.Json is { } json && json.String("state") is { } state
        ? new Provisioning(state, json.Items("steps").ToList(), json)
        : throw CommandFailure.Garbled("The server's answer about the provisioning has no state.");
}
