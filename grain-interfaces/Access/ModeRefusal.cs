using Adilas.Refusals;

namespace Adilas.Access;

/// <summary>The one wording of "this corporation's mode forbids it", for the gate and for the journal.</summary>
public static class ModeRefusal
{
    public static RefusedException Of(string corporation, Modes mode)
    {
        var (code, words) = mode switch
        {
            Modes.ReadOnly => ("mode-read-only", "read-only"),
            Modes.Frozen => ("mode-frozen", "frozen"),
            Modes.Archived => ("mode-archived", "archived"),
            Modes.Closed => ("mode-closed", "closed"),
            _ => ("mode-live", "live"),
        };
        return new RefusedException(Refusal.Mode, code, $"Corporation '{corporation}' is {words}; its mode forbids this.");
    }
}
