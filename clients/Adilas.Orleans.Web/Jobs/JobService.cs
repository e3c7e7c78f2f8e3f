using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Jobs;

/// <summary>What people and programs do with the jobs of a corporation, for endpoints and pages alike.</summary>
internal sealed class JobService(IGrainFactory grains, Boundary boundary, CallerAccessor callers)
{
    private static readonly JobState[] Cancellable = [JobState.AwaitingApproval, JobState.Waiting, JobState.Due, JobState.Running, JobState.Failed];
    private static readonly JobState[] Retryable = [JobState.Dead, JobState.Cancelled];

    public Task<ImmutableArray<OrderedJob>> Order(
        CorporationId corporation, ImmutableArray<JobOrder> orders, OperationKey? operation, CancellationToken cancellationToken)
    {
        var queue = Queue(corporation);
        return callers.As(operation, () => queue.Order(orders, cancellationToken));
    }

    public Task<Page<Job>> List(CorporationId corporation, JobQuery query, CancellationToken cancellationToken) =>
        Queue(corporation).List(query, cancellationToken);

    public async Task<Job> Get(CorporationId corporation, JobId id, CancellationToken cancellationToken) =>
        await Queue(corporation).Find(id, cancellationToken) ?? throw new RefusedException(Refusal.NotFound, "job-unknown", $"There is no job '{id}'.", "job");

    public Task<ImmutableArray<JobQueue>> Queues(CorporationId corporation, CancellationToken cancellationToken) =>
        Queue(corporation).Queues(cancellationToken);

    /// <summary>What one does with jobs, or a queue.</summary>
    public Task<T> Do<T>(CorporationId corporation, OperationKey? operation, Func<IJobQueueGrain, Task<T>> act)
    {
        var queue = Queue(corporation);
        return callers.As(operation, () => act(queue));
    }

    public Task<JobCount> CountCancellable(CorporationId corporation, JobQuery query, CancellationToken cancellationToken) =>
        Count(corporation, query, Cancellable, cancellationToken);

    public Task<JobCount> CountRetryable(CorporationId corporation, JobQuery query, CancellationToken cancellationToken) =>
        Count(corporation, query, Retryable, cancellationToken);

    public async Task<JobQueue> GetQueue(CorporationId corporation, string name, CancellationToken cancellationToken) =>
        (await Queue(corporation).Queues(cancellationToken)).FirstOrDefault(queue => queue.Name == name)
        ?? throw new RefusedException(Refusal.NotFound, "queue-unknown", "There is no such queue.", "name");

    public Task<DispatcherOverview> Overview(CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        return grains.JobDispatcher(JobLane.Runtime).Overview(cancellationToken);
    }

    /// <summary>What the workers of a lane do, as its dispatcher knows.</summary>
    public Task<DispatcherOverview> Overview(string lane, CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        return grains.JobDispatcher(lane).Overview(cancellationToken);
    }

    public Task<ImmutableArray<WorkLane>> Lanes(CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        return grains.WorkOverview().Lanes(cancellationToken);
    }

    public Task<ImmutableArray<DeadJob>> Dead(int? limit, CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        return grains.WorkOverview().Dead(limit, cancellationToken);
    }

    private async Task<JobCount> Count(CorporationId corporation, JobQuery query, JobState[] meant, CancellationToken cancellationToken)
    {
        var queue = Queue(corporation);
        var sum = new JobCount(0, IsAll: true);
        foreach (var state in meant.Where(state => query.State is null || query.State == state))
        {
            var part = await queue.Measure(query with { State = state }, cancellationToken);
            sum = new JobCount(sum.Count + part.Count, sum.IsAll && part.IsAll);
        }

        return sum.Count <= JobQueue.MaxCount ? sum : new JobCount(JobQueue.MaxCount, IsAll: false);
    }

    private IJobQueueGrain Queue(CorporationId corporation)
    {
        boundary.Enter(corporation);
        return grains.JobQueue(corporation);
    }
}
