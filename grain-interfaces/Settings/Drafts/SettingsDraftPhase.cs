namespace Adilas.Settings.Drafts;

/// <summary>Where a draft is on its way. The number crosses the wire and is stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.SettingsDraftPhase")]
public enum SettingsDraftPhase
{
    /// <summary>Waits for a second person, or for whoever applies it.</summary>
    Open = 0,

    /// <summary>A second person agreed; waits for whoever applies it.</summary>
    Approved = 1,

    /// <summary>Applies itself at its time.</summary>
    Scheduled = 2,

    /// <summary>It is in the layer.</summary>
    Applied = 3,

    /// <summary>Somebody refused it, with a reason.</summary>
    Rejected = 4,

    /// <summary>Its time came, and the layer did not take it, for a reason that is told. It can be changed, applied again or withdrawn.</summary>
    Failed = 5,

    /// <summary>Taken back.</summary>
    Withdrawn = 6,
}
