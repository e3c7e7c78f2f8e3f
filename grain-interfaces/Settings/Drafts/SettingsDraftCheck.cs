namespace Adilas.Settings.Drafts;

/// <summary>A draft, held against its layer as it is now.</summary>
/// <param name="Preview">What it would make of the layer; <c>null</c> when it would be refused, or has ended.</param>
/// <param name="ProblemCode">Why it would be refused; <c>null</c> when it would not.</param>
/// <param name="Problem">The same as a sentence for people.</param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsDraftCheck")]
public sealed record SettingsDraftCheck(SettingsDraft Draft, SettingsPreview? Preview, string? ProblemCode, string? Problem);
