using Adilas.Http;

namespace Adilas.Corporations.Import;

/// <summary>Asks the server what it would do with a line. Conflicts and broken rules come back as refusals, as they do for real.</summary>
internal sealed class ImportCheck(ApiClient api)
{
    public async Task<ImportOutcome> Try(ImportRecord record, CancellationToken cancellationToken)
    {
        var answer = await api.Send(ApiRequest.Post("corporations?dryRun=true", record.Line.Text), cancellationToken);
        return answer.Json?.Member("created")?.ValueKind switch
        {
            System.Text.Json.JsonValueKind.True => new ImportOutcome(record.Line.Number, record.Id, ImportOutcome.Created),
            System.Text.Json.JsonValueKind.False => new ImportOutcome(record.Line.Number, record.Id, ImportOutcome.Unchanged),
            _ => throw CommandFailure.Garbled("The server's answer to a dry run does not say what would happen."),
        };
    }
}
