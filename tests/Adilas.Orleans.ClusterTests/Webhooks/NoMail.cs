using System.Text.Json;
using Adilas.Jobs;

namespace Adilas.Webhooks;

/// <summary>As where mail is set up; it goes nowhere.</summary>
internal sealed class NoMail : IJobHandler
{
    public string Kind => CorporationEvent.MailKind;

    public void Check(JsonElement payload)
    {
    }

    public Task<JobOutcome> Run(JobRun run, CancellationToken cancellationToken) => Task.FromResult(JobOutcome.Succeeded());
}
