using System.Text.Json;
using Adilas.Refusals;

namespace Adilas.Jobs;

/// <summary>What a job of one kind does. Kinds without a handler are for workers outside the runtime.</summary>
public interface IJobHandler
{
    /// <summary>The kind of jobs that it runs, for example <c>http</c>.</summary>
    string Kind { get; }

    /// <summary>Whether this runtime is set up for it: others than whoever orders a job need not make one that must fail.</summary>
    bool IsReady => true;

    /// <summary>Looks at a payload before its job is stored, so that a mistake meets the one who made it.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: the field, as <c>payload.url</c>, and its rule.</exception>
    void Check(JsonElement payload);

    /// <summary>
    /// Does it. May be called again for an attempt whose worker died, or whose end could not be stored: what must not happen twice needs a
    /// key that the receiver knows, such as <see cref="JobRun.Id"/>.
    /// </summary>
    /// <param name="cancellationToken">Cancelled at the attempt's deadline, when the job was cancelled, and when the silo stops.</param>
    /// <returns>How it ended. Whatever is thrown instead is a failure that is tried again, and its text goes to the log alone.</returns>
    Task<JobOutcome> Run(JobRun run, CancellationToken cancellationToken);
}
