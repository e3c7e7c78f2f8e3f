using Adilas.Refusals;

namespace Adilas.Components;

/// <summary>What a page shows when something was declined or went wrong.</summary>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Message">Why, in a sentence.</param>
/// <param name="NextStep">What the person can do now.</param>
/// <param name="Field">The input that broke a rule, as the HTTP API names it.</param>
/// <param name="TraceId">Finds this in logs and traces.</param>
/// <param name="IsTransient">Whether the same thing may succeed when it is tried again.</param>
public sealed record PageProblem(
    string Title, string Message, string NextStep, string Code, string? Field, string TraceId, bool IsTransient)
{
    public const string SessionOverCode = "session-over";

    public bool IsSessionOver => Code == SessionOverCode;

    public static PageProblem Of(RefusedException refused, string traceId)
    {
        var (title, nextStep, isTransient) = Words(refused.Refusal);
        return new PageProblem(title, refused.Message, nextStep, refused.Code, refused.Field, traceId, isTransient);
    }

    public static PageProblem Late(string traceId) => new(
        "No answer in time", "The service took too long.", "Try again; if it stays like this, look at the silos.", "timeout", null, traceId, true);

    public static PageProblem Fault(string traceId) => new(
        "Something broke", "The service failed in a way that it should not.", "Give the trace id to whoever looks after this installation.",
        "fault", null, traceId, true);

    public static PageProblem SessionOver(string traceId) => new(
        "You are signed out", "The session has ended, or its key was revoked.", "Sign in again; this page stays at the same address.",
        SessionOverCode, null, traceId, false);

    private static (string Title, string NextStep, bool IsTransient) Words(Refusal refusal) => refusal switch
    {
        Refusal.Invalid => ("Not accepted", "Correct it and send it again.", false),
        Refusal.NotFound => ("Not found", "Check the id, or search for it.", false),
        Refusal.Conflict => ("Not possible as things stand", "Look at what is there now, then decide.", false),
        Refusal.Stale => ("Somebody was faster", "Look at the newest state, then decide again.", true),
        Refusal.VersionRequired => ("Not accepted", "Reload the page, then send it again.", false),
        Refusal.Forbidden => ("Not allowed", "Sign in with a key that has the scope for it.", false),
        Refusal.Mode => ("Its mode forbids this", "Change the mode first.", false),
        Refusal.TooMany => ("Too many at once", "Wait a moment, then try again.", true),
        Refusal.Unavailable => ("Cannot answer now", "Nothing was changed. Try again in a moment.", true),
        Refusal.OutcomeUnknown => ("Nobody knows whether it was stored", "Look at the newest state before you repeat it.", true),
    };
}
