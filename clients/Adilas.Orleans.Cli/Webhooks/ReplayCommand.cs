using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Webhooks;

/// <summary>Sends one event once more, or part by part all of a span of time.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var (id, webhook) = (CorporationCommands.IdArgument(), WebhookCommands.WebhookArgument());
        var delivery = new Argument<string?>("delivery")
        {
            Description = "The delivery's id, as 'webhooks deliveries' shows it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var (from, to) = (DeliveryFilterOptions.FromOption(), DeliveryFilterOptions.ToOption());
        var command = new Command("replay", "Send an event once more, or with --from or --to all of a span of time, each once; asks first how many.")
        {
            id, webhook, delivery, from, to,
        };
        return command.Runs(async (session, cancellationToken) =>
        {
            var (path, one) = (WebhookCommands.Path(session, id, webhook), session.Find(delivery));
            var (begin, end) = (session.Get(from), session.Get(to));
            if ((one is null) == (begin is null && end is null)) throw CommandFailure.Usage("Give a delivery, or --from or --to.", "delivery");
            if (one is null) await ReplayAll(session, path, session.Get(webhook), begin, end, cancellationToken);
            else await session.Show(ApiRequest.Post($"{path}/deliveries/{Segment.Id(one, "delivery")}/replay"), cancellationToken);
        });
    }

    private static async Task ReplayAll(Session session, string path, string webhook, string? from, string? to, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> Span(string? cursor) => Body.Of(("from", from), ("to", to), ("cursor", cursor));

        var asked = await session.Api.Send(ApiRequest.Post($"{path}/replay?dryRun=true", Span(null)), cancellationToken);
        var count = asked.Json?.Cell("count") ?? throw CommandFailure.Garbled("The server's answer has no count.");
        await session.Confirm($"This would send {count} events once more.", webhook, cancellationToken);

        var (sent, cursor) = (0, default(string));
        do
        {
            var part = await session.Api.Send(ApiRequest.Post($"{path}/replay", Span(cursor)), cancellationToken);
            if (part.Json is not { } json) throw CommandFailure.Garbled("The server's answer is no result.");
            sent += json.Items("deliveries").Count();
            var next = json.String("next");
            if (next is not null && next == cursor) throw CommandFailure.Garbled("The server's parts do not move on.");
            cursor = next;
            if (cursor is not null) session.Screen.Note($"{sent} of {count}");
        }
        while (cursor is not null);

        if (session.Screen.Json) session.Screen.Item(JsonElement.Parse(Body.Of(json => json.WriteNumber("sent", sent)).Span));
        else session.Screen.Row(sent.ToString(CultureInfo.InvariantCulture));
    }
}
