using System.Text.Json;
using Adilas.Jobs.Bulk;

namespace Adilas.Jobs;

/// <summary>Where a job is on its way, in words, with a tone and an icon beside each.</summary>
internal static class JobWords
{
    /// <summary>The states to choose from in lists.</summary>
    public static readonly (string Value, string Text)[] Choices = [("", "Any"), .. Enum.GetValues<JobState>().Select(state => (Text(state), Name(state)))];

    public static string Name(JobState state) => state switch
    {
        JobState.AwaitingApproval => "Awaits approval",
        JobState.Waiting => "Waiting",
        JobState.Due => "Due",
        JobState.Running => "Running",
        JobState.Failed => "Will be retried",
        JobState.Succeeded => "Succeeded",
        JobState.Dead => "Dead",
        JobState.Cancelled => "Cancelled",
    };

    public static string Meaning(JobState state) => state switch
    {
        JobState.AwaitingApproval => "Another than who ordered it has to let it run.",
        JobState.Waiting => "Its time has not come.",
        JobState.Due => "Its time has come; it waits for a worker.",
        JobState.Running => "A worker has it.",
        JobState.Failed => "The last attempt failed; it is tried again at its next time.",
        JobState.Succeeded => "It is done.",
        JobState.Dead => "The last attempt failed, and none is left.",
        JobState.Cancelled => "It was ended before it was done.",
    };

    public static string Tone(JobState state) => state switch
    {
        JobState.AwaitingApproval or JobState.Failed => "warn",
        JobState.Running or JobState.Due => "info",
        JobState.Succeeded => "good",
        JobState.Dead => "bad",
        JobState.Waiting or JobState.Cancelled => "",
    };

    public static string Icon(JobState state) => state switch
    {
        JobState.AwaitingApproval => "lock",
        JobState.Waiting or JobState.Due => "clock",
        JobState.Running => "spinner",
        JobState.Failed => "refresh",
        JobState.Succeeded => "check",
        JobState.Dead => "alert",
        JobState.Cancelled => "cross",
    };

    public static bool IsEnd(JobState state) => state is JobState.Succeeded or JobState.Dead or JobState.Cancelled;

    /// <summary>Whether it waits for a worker, now or later, and so can be given another time.</summary>
    public static bool Waits(JobState state) => state is JobState.Waiting or JobState.Due or JobState.Failed;

    public static string Name(BulkPhase phase) => phase switch
    {
        BulkPhase.Running => "Running",
        BulkPhase.Finished => "Finished",
        BulkPhase.Stopped => "Stopped",
    };

    public static string Tone(BulkPhase phase) => phase switch
    {
        BulkPhase.Running => "info",
        BulkPhase.Finished => "good",
        BulkPhase.Stopped => "warn",
    };

    public static string Icon(BulkPhase phase) => phase switch
    {
        BulkPhase.Running => "spinner",
        BulkPhase.Finished => "check",
        BulkPhase.Stopped => "cross",
    };

    /// <summary>Why a job was left as it is, for people.</summary>
    public static string Skip(string code) => code switch
    {
        "job-state" => "It had moved on meanwhile",
        "dedupe-key-taken" => "Another job with its dedupe key waits",
        _ => code,
    };

    /// <summary>As written in addresses and by the API.</summary>
    public static string Text(JobState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    public static string Text(BulkVerb verb) => verb switch { BulkVerb.Cancel => "cancel", BulkVerb.Retry => "retry" };

    /// <summary>The state of that name; <c>null</c>: none has it.</summary>
    public static JobState? Parse(string? text) => Enum.GetValues<JobState>().Where(state => Text(state) == text).Select(state => (JobState?)state).FirstOrDefault();
}
