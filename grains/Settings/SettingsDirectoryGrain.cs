using Adilas.Feeds;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Settings.Catalogue;
using Adilas.Storage;
using Orleans.Concurrency;

namespace Adilas.Settings;

/// <summary>Reads layers from the journal: to activate the grains of all corporations for a look would push those at work out of memory.</summary>
[GrainType("settings-directory"), StatelessWorker]
internal sealed class SettingsDirectoryGrain(ISettingsDirectory directory, IJournalReader journal) : Grain, ISettingsDirectoryGrain
{
    private const int MaxProblemsPerLayer = 20;

    public async Task<Page<InvalidSetting>> ListInvalid(string? catalogue, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        CheckCursor(cursor);
        var rules = catalogue is null ? SettingsCatalogue.Current : SettingsCatalogue.Parse(catalogue);
        var layers = await directory.List(cursor, count + 1, cancellationToken);
        var found = new List<InvalidSetting>();
        foreach (var layer in layers.Take(count)) found.AddRange(await Invalid(rules, layer, cancellationToken));
        return new Page<InvalidSetting>([.. found], layers.Count > count ? layers[count - 1].Key : null);
    }

    private async Task<IEnumerable<InvalidSetting>> Invalid(SettingsCatalogue catalogue, GrainVersion layer, CancellationToken cancellationToken)
    {
        var row = await journal.Version(StorageNames.SettingsProfile, layer.Key, layer.Version, cancellationToken);
        if (row is null || SettingsProfileState.Read(row) is not { Exists: true } state) return [];

        var scope = ProfileScope.FromGrainKey(layer.Key);
        return catalogue.Problems(scope.Kind, state.Document!, state.Locks, state.Conditions, MaxProblemsPerLayer)
            .Select(problem => new InvalidSetting(scope.Text, layer.Version, problem.Path, problem.Code, problem.Message));
    }

    private static void CheckCursor(string? cursor)
    {
        try
        {
            if (cursor is not null) _ = ProfileScope.FromGrainKey(cursor);
        }
        catch (FormatException)
        {
            throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
        }
    }
}
