using System.Text.Json;
using Adilas.Http;

namespace Adilas.Corporations.Import;

/// <summary>Says what an import would do with a line, and changes nothing.</summary>
internal sealed class ImportCheck(ApiClient api)
{
    private static readonly string[] Compared = ["name", "industry", "kind", "stack", "recipe"];

    public async Task<ImportOutcome> Try(ImportRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await api.Send(ApiRequest.Get(CorporationCommands.Path(record.Id)), cancellationToken);
            var differing = answer.Json is { } standing ? Compared.Where(name => Differs(record.Json, standing, name)).ToList() : [];
            return differing.Count is 0
                ? new ImportOutcome(record.Line.Number, record.Id, ImportOutcome.Unchanged)
                : new ImportOutcome(record.Line.Number, record.Id, ImportOutcome.Conflict, $"exists with another {string.Join(", ", differing)}");
        }
        catch (ApiFailure failure) when (failure.Status is 404)
        {
            return new ImportOutcome(record.Line.Number, record.Id, ImportOutcome.Created);
        }
    }

    /// <summary>What either side leaves to the other is no difference.</summary>
    private static bool Differs(JsonElement wanted, JsonElement standing, string name) =>
        wanted.String(name) is { } one && standing.String(name) is { } other && one != other;
}
