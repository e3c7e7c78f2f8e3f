using Adilas.Corporations;
using Adilas.Jobs.Bulk;
using Microsoft.AspNetCore.WebUtilities;

namespace Adilas.Jobs;

/// <summary>Where the pages about a corporation's work are.</summary>
internal static class WorkAddress
{
    public static string Jobs(CorporationId corporation, params (string Name, string? Value)[] filter) => QueryHelpers.AddQueryString(
        CorporationAddress.Of(corporation, CorporationAddress.Work),
        filter.Where(part => !string.IsNullOrWhiteSpace(part.Value)).Select(part => KeyValuePair.Create(part.Name, part.Value)));

    public static string Job(CorporationId corporation, JobId id) => $"{CorporationAddress.Of(corporation)}/jobs/{id}";

    public static string Bulk(CorporationId corporation, BulkOperationId id) => $"{CorporationAddress.Of(corporation)}/bulk/{id}";
}
