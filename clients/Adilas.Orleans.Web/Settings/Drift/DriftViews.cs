using System.Text.Json;

namespace Adilas.Settings;

/// <summary>One path at which two corporations, or two layers, differ.</summary>
internal sealed record DriftView(string Path, DriftSideView Left, DriftSideView Right);

/// <summary>What stands at the path on one side.</summary>
/// <param name="Value">Absent when nothing stands there; null in a layer masks what lower layers set.</param>
/// <param name="Layer">The scope of the layer that says so.</param>
/// <param name="LockedBy">The scope of the layer whose lock keeps higher layers from the path.</param>
/// <param name="Conditions">A layer's conditions at the path; in a profile they are applied already.</param>
internal sealed record DriftSideView(
    JsonElement? Value, string? Layer, string? LockedBy, IReadOnlyList<SettingsConditionView> Conditions);
