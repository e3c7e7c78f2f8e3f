using Adilas.Http;

namespace Adilas.Corporations;

/// <summary>Asks again and again, ever more slowly, until a provisioning stands still.</summary>
internal sealed class ProvisioningWatch(ApiClient api)
{
    public const int DefaultWaitSeconds = 600;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);
    private const double Slowing = 1.5;

    public static string Path(string id) => $"{CorporationCommands.Path(id)}/provisioning";

    public async Task<Provisioning> Read(string id, CancellationToken cancellationToken) =>
        Provisioning.From(await api.Send(ApiRequest.Get(Path(id)), cancellationToken));

    /// <param name="seen">Is told each state that differs from the one before.</param>
    /// <exception cref="CommandFailure">It still moves after <paramref name="longest"/>; the server goes on with it.</exception>
    public async Task<Provisioning> Wait(string id, TimeSpan longest, Action<Provisioning> seen, CancellationToken cancellationToken)
    {
        var started = api.Clock.GetTimestamp();
        var delay = FirstDelay;
        var known = "";
        while (true)
        {
            var now = await Read(id, cancellationToken);
            var text = now.Sent.GetRawText();
            if (text != known) seen(now);
            if (now.IsSettled) return now;
            if (api.Clock.GetElapsedTime(started) + delay > longest) throw StillMoving(id, now, longest);

            // A step that moves is followed closely, a slow one is not asked for each tenth of a second.
            delay = text != known ? FirstDelay : delay * Slowing > LongestDelay ? LongestDelay : delay * Slowing;
            known = text;
            await Task.Delay(delay, api.Clock, cancellationToken);
        }
    }

    private static CommandFailure StillMoving(string id, Provisioning now, TimeSpan longest) => new(ExitCode.Fault, Problem.Local(
        "still-provisioning", $"{id} is still {now.Summary} after {longest.TotalSeconds:0} s; the server goes on with it.")
        with
    { Hint = $"Follow it: adilas corporation provisioning show {id} --watch" });
}
