using Adilas.Access;
using Orleans.Concurrency;

namespace Adilas.Settings.Drafts;

/// <summary>Wakes scheduled drafts at their time. One for the whole platform.</summary>
[GrainInterfaceType("adilas.ISettingsScheduleGrain"), Alias("adilas.ISettingsScheduleGrain"), Subject(Subject.Platform)]
public interface ISettingsScheduleGrain : IGrainWithStringKey
{
    /// <summary>Reads what is due now, and keeps reading from now on.</summary>
    [Alias("Wake"), Allow(Caller.System), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);

    /// <summary>Tells of a draft that was just scheduled and may be due before the next reading. May be lost: then that reading finds it.</summary>
    /// <param name="draftKey">The draft's grain key.</param>
    [Alias("Expect"), Allow(Caller.System), Repeatable, OneWay]
    Task Expect(string draftKey, DateTimeOffset dueAt, CancellationToken cancellationToken = default);
}
