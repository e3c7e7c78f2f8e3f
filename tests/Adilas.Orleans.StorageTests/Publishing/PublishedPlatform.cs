using Adilas.Corporations;
using Adilas.Feeds;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Settings;
using Adilas.Stacks;
using Adilas.Storage;
using Adilas.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adilas.Publishing;

/// <summary>Corporations and layers in a real platform database, written through the journal with the projections of the real grains.</summary>
internal static class PublishedPlatform
{
    public static Task<TestJournal> Open(PlatformConnection platform) => TestJournal.Open(platform, services =>
    {
        services.RemoveAll<IProjection>().RemoveAll<IListProjection>();
        services.AddSingleton<IProjection, PublishedProjection>().AddSingleton<IProjection, CorporationFactProjection>();
        services.AddSingleton<IProjection, SettingsVersionProjection>();
        services.AddPlatformPorts();
    });

    public static Task Corporation(this TestJournal journal, string id, bool isPublished, string? plan = null) => journal.Write<CorporationState>(
        StorageNames.Corporation, "corporation", id, state => state with
        {
            Registration = new CorporationRegistration(id, "retail", CorporationKind.Work, StackId.Parse("data0"), "small", UserId.Parse("u1")),
            IsPublished = isPublished,
            Plan = plan,
        });

    public static Task Layer(this TestJournal journal, string grainKey, string json) => journal.Write<SettingsProfileState>(
        StorageNames.SettingsProfile, "settings-profile", grainKey, state => state with { Document = SettingsDocument.Parse(json) });

    private static async Task Write<T>(this TestJournal journal, string name, string type, string key, Func<T, T> change)
        where T : JournalState, new()
    {
        using var call = TestJournal.Call();
        var state = new GrainState<T>(new T());
        var grain = GrainId.Create(type, key);
        await journal.Storage.ReadStateAsync(name, grain, state);
        state.State = change(state.State!) with { Effects = [] };
        await journal.Storage.WriteStateAsync(name, grain, state);
    }
}
