using System.Net;
using System.Text.Json;
using Adilas.Jobs.Outbound;

namespace Adilas.Jobs.Http;

/// <summary>Calls a page or a partner.</summary>
internal sealed class HttpHandler(OutboundHttp outbound, AddressGuard guard) : IJobHandler
{
    public string Kind => "http";

    public void Check(JsonElement payload)
    {
        // Names are looked up when they are called: what they stand for now says nothing about then.
        if (IPAddress.TryParse(HttpPayload.Read(payload).Url.IdnHost, out var address) && !guard.Allows(address))
            throw PayloadFields.Problem("url", "is not a public address, and the operator does not allow it");
    }

    public Task<JobOutcome> Run(JobRun run, CancellationToken cancellationToken)
    {
        var payload = HttpPayload.Read(run.Payload);
        var request = new OutboundRequest(payload.Method, payload.Url, run.Id)
        {
            Headers = payload.Headers,
            Body = payload.Body,
            ContentType = payload.ContentType,
            SignedFor = payload.Sign ? run.Corporation : null,
        };
        return outbound.Send(request, payload.Timeout, cancellationToken);
    }
}
