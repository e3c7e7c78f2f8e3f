using System.CommandLine;
using Adilas.Invocation;

namespace Adilas.Corporations;

/// <summary>Whether to wait for a provisioning, and for how long.</summary>
internal sealed class WaitOptions
{
    private const int LongestWaitSeconds = 24 * 3600;

    private readonly Option<bool> _wait = new("--wait")
    {
        Description = "Wait until provisioning is done.",
        DefaultValueFactory = _ => true,
    };

    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Return as soon as the server has accepted." };

    private readonly Option<int> _seconds = new("--wait-seconds")
    {
        Description = "Longest wait for one corporation.",
        HelpName = "seconds",
        DefaultValueFactory = _ => ProvisioningWatch.DefaultWaitSeconds,
        Validators = { result => Bounds.Check(result, 1, LongestWaitSeconds) },
    };

    public bool Waits(Session session) => session.Get(_wait) && !session.Get(_noWait);

    public TimeSpan Longest(Session session) => TimeSpan.FromSeconds(session.Get(_seconds));

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_wait, _noWait, _seconds]) command.Options.Add(option);
    }
}
