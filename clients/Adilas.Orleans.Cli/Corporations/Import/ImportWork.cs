using Adilas.Http;

namespace Adilas.Corporations.Import;

/// <summary>Brings one line to the server and, if wanted, waits until its corporation is ready.</summary>
internal sealed class ImportWork(ApiClient api, TimeSpan? longestWait)
{
    private readonly ProvisioningWatch _watch = new(api);

    public async Task<ImportOutcome> Do(ImportRecord record, CancellationToken cancellationToken)
    {
        var (line, id) = (record.Line, record.Id);
        var answer = await api.Send(ApiRequest.Post("corporations", line.Text), cancellationToken);
        var result = answer.IsCreatedAnew ? ImportOutcome.Created : ImportOutcome.Unchanged;
        if (longestWait is not { } longest) return new ImportOutcome(line.Number, id, result);

        // An unchanged corporation may be one whose provisioning an earlier, interrupted import began.
        var provisioning = await _watch.Wait(id, longest, _ => { }, cancellationToken);
        return provisioning.IsReady
            ? new ImportOutcome(line.Number, id, result)
            : new ImportOutcome(line.Number, id, ImportOutcome.Failed, provisioning.Reason);
    }
}
