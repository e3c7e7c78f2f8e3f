using Adilas.Access;
using Adilas.Corporations;

namespace Adilas.Jobs;

/// <summary>Tells dispatchers and queues of what was just stored. Such a message carries no answer and may be lost.</summary>
public sealed class JobTeller
{
    private readonly IGrainFactory grains;
    private readonly SystemActors actors;

    internal JobTeller(IGrainFactory grains, SystemActors actors) => (this.grains, this.actors) = (grains, actors);

    public void Tell(CorporationId corporation, string lane, int due, DateTimeOffset nextAt, int weight)
    {
        using var actor = actors.Enter(SystemActors.Work, corporation: null);
        grains.JobDispatcher(lane).Tell(corporation, due, nextAt == DateTimeOffset.MaxValue ? null : nextAt, weight).Ignore();
    }

    public void Wake(CorporationId corporation)
    {
        using var actor = actors.Enter(SystemActors.Work, corporation);
        grains.JobQueue(corporation).Wake().Ignore();
    }
}
