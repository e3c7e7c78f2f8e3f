using System.Text.Json;
using Adilas.Corporations;

namespace Adilas.Jobs;

/// <param name="Jobs">What the worker has now; empty when nothing came due in time.</param>
internal sealed record WorkerJobsView(IReadOnlyList<WorkerJobView> Jobs);

/// <summary>A job that a worker has.</summary>
/// <param name="Token">Names this attempt in all that the worker says of it.</param>
/// <param name="LeaseUntil">When it is given to another, unless the worker gives a sign of life.</param>
/// <param name="Deadline">Beyond which no sign of life helps.</param>
internal sealed record WorkerJobView(
    JobId Id,
    string Token,
    CorporationId Corporation,
    string Kind,
    JsonElement Payload,
    int Attempt,
    int MaxAttempts,
    DateTimeOffset LeaseUntil,
    DateTimeOffset Deadline)
{
    public static WorkerJobView Of(CorporationId corporation, LeasedJob it) => new(
        it.Id, new LeaseToken(corporation, it.Id, it.Attempt).ToString(), corporation, it.Kind, JsonElement.Parse(it.Payload), it.Attempt,
        it.MaxAttempts, it.LeaseUntil, it.Deadline);
}

/// <param name="LeaseUntil">Until when the job is this worker's.</param>
internal sealed record WorkerLeaseView(DateTimeOffset LeaseUntil);
