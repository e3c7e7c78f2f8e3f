using System.Text.Json;
using Adilas.Refusals;
using Adilas.Settings;
using Adilas.Settings.Catalogue;

namespace Adilas.Provisioning;

/// <summary>Stores the corporation's first settings layer: the recipe's <c>document</c>, with what the order says merged over it.</summary>
internal sealed class SettingsStep(IGrainFactory grains) : IProvisioningStep
{
    private const string Document = "document";

    public string Type => "settings";

    public string? Problem(JsonElement options)
    {
        try
        {
            SettingsCatalogue.Current.Check(LayerKind.Corporation, Base(options));
            return null;
        }
        catch (RefusedException refused)
        {
            return $"'{Document}': {refused.Message}";
        }
    }

    public async Task<IReadOnlyDictionary<string, string>> Do(StepContext context, CancellationToken cancellationToken)
    {
        var document = Base(context.Options);
        if (context.Order.Settings is { } ordered) document = MergePatch.Apply(document, ordered);
        if (document == SettingsDocument.Empty) return StepContext.NoOutputs;

        var profile = Profile(context);
        var stored = await profile.Find(cancellationToken);
        if (stored is null)
        {
            var edit = new SettingsEdit(SettingsEditKind.Replace, document.Json, ExpectedVersion: null, Reason: "Provisioning");
            await profile.Edit(edit, cancellationToken);
        }

        return StepContext.NoOutputs;
    }

    public Task Undo(StepContext context, CancellationToken cancellationToken) => Profile(context).Remove(cancellationToken);

    private ISettingsProfileGrain Profile(StepContext context) =>
        ProfileScope.TryParse($"corporation:{context.Corporation}", out var scope)
            ? grains.SettingsProfile(scope)
            : throw new InvalidOperationException("A corporation's id is always a scope.");

    private static SettingsDocument Base(JsonElement options) =>
        options.ValueKind is JsonValueKind.Object && options.TryGetProperty(Document, out var document)
            ? SettingsDocument.Parse(document.GetRawText())
            : SettingsDocument.Empty;
}
