using System.Text.Json;

namespace Adilas.Settings;

/// <summary>Settings that a page shows: as they hold, or as they held.</summary>
/// <param name="LeavesOutHard">Whether hard settings are missing, because nobody can be sure of them now.</param>
internal sealed record SeenProfile(JsonElement Values, bool LeavesOutHard, Func<string, ProfileExplanation> Explain, Func<string, string?> LockedBy)
{
    public static SeenProfile Of(Profile now) => new(now.IsLeaseEnded ? now.SoftToJson() : now.ToJson(), now.IsLeaseEnded, now.Explain, now.LockedBy);

    public static SeenProfile Of(ProfileMerge then) => new(then.ToJson(), LeavesOutHard: false, then.Explain, then.LockedBy);
}
