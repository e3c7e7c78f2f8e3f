using System.Text.Json;

namespace Adilas.Provisioning;

/// <summary>How far a corporation's making has come, in words, with a tone and an icon beside each.</summary>
internal static class MakingWords
{
    /// <summary>Completes "It is …".</summary>
    public static string Phase(ProvisioningPhase phase) => phase switch
    {
        ProvisioningPhase.Running => "being made",
        ProvisioningPhase.Ready => "ready",
        ProvisioningPhase.Failed => "stopped by a failure",
        ProvisioningPhase.RollingBack => "being undone",
        ProvisioningPhase.Absent => "undone, nothing is left",
    };

    /// <summary>As a sign of its own, without a sentence around it.</summary>
    public static string PhaseName(ProvisioningPhase phase) => phase switch
    {
        ProvisioningPhase.Running => "Being made",
        ProvisioningPhase.Ready => "Ready",
        ProvisioningPhase.Failed => "Failed",
        ProvisioningPhase.RollingBack => "Being undone",
        ProvisioningPhase.Absent => "Undone",
    };

    public static string PhaseTone(ProvisioningPhase phase) => phase switch
    {
        ProvisioningPhase.Running => "info",
        ProvisioningPhase.Ready => "good",
        ProvisioningPhase.Failed => "bad",
        ProvisioningPhase.RollingBack => "warn",
        ProvisioningPhase.Absent => "",
    };

    public static string PhaseIcon(ProvisioningPhase phase) => phase switch
    {
        ProvisioningPhase.Running => "spinner",
        ProvisioningPhase.Ready => "check",
        ProvisioningPhase.Failed => "alert",
        ProvisioningPhase.RollingBack or ProvisioningPhase.Absent => "undo",
    };

    public static string Step(StepState state) => state switch
    {
        StepState.Waiting => "Waiting",
        StepState.Running => "Running",
        StepState.Done => "Done",
        StepState.Failed => "Failed",
        StepState.Undoing => "Undoing",
        StepState.Undone => "Undone",
    };

    public static string StepTone(StepState state) => state switch
    {
        StepState.Waiting or StepState.Undone => "",
        StepState.Running => "info",
        StepState.Done => "good",
        StepState.Failed => "bad",
        StepState.Undoing => "warn",
    };

    public static string StepIcon(StepState state) => state switch
    {
        StepState.Waiting => "clock",
        StepState.Running => "spinner",
        StepState.Done => "check",
        StepState.Failed => "alert",
        StepState.Undoing or StepState.Undone => "undo",
    };

    /// <summary>The states that an unfinished one can be in.</summary>
    public static IReadOnlyList<ProvisioningPhase> Unfinished { get; } =
        [ProvisioningPhase.Running, ProvisioningPhase.Failed, ProvisioningPhase.RollingBack];

    /// <summary>As written in addresses and by the API.</summary>
    public static string Text(ProvisioningPhase phase) => JsonNamingPolicy.CamelCase.ConvertName(phase.ToString());

    public static bool IsMoving(ProvisioningPhase phase) => phase is ProvisioningPhase.Running or ProvisioningPhase.RollingBack;
}
