using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Corporations;

/// <summary><c>adilas corporation provisioning …</c></summary>
internal static class ProvisioningCommands
{
    public static Command Create() => new("provisioning", "The steps that make a corporation: show, retry, roll back.")
    {
        Show(), Retry(), Rollback(),
    };

    private static Command Show()
    {
        var id = CorporationCommands.IdArgument();
        var watch = new Option<bool>("--watch") { Description = "Follow until it stands still; exit code 1 when it failed." };
        var command = new Command("show", "Show the steps: name, type, state, attempt, deadline, reason.") { id, watch };
        return command.Runs(async (session, cancellationToken) =>
        {
            var follows = session.Get(watch);
            var provisioning = follows
                ? await ProvisioningView.Follow(session, session.Get(id), TimeSpan.FromDays(1), cancellationToken)
                : await new ProvisioningWatch(session.Api).Read(session.Get(id), cancellationToken);
            ProvisioningView.Show(session.Screen, provisioning);
            return follows && provisioning.State is "failed" ? ExitCode.Fault : ExitCode.Done;
        });
    }

    private static Command Retry()
    {
        var id = CorporationCommands.IdArgument();
        var wait = new WaitOptions();
        var command = new Command("retry", "Try the failed step again.") { id };
        wait.AddTo(command);
        return command.Runs((session, cancellationToken) => Move(session, wait, session.Get(id), "retry", "ready", cancellationToken));
    }

    private static Command Rollback()
    {
        var id = CorporationCommands.IdArgument();
        var wait = new WaitOptions();
        var command = new Command("rollback", "Undo every step, until nothing of the corporation is left.") { id };
        wait.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            var name = session.Get(id);
            await session.Confirm($"Removes everything that was made for {name}.", name, cancellationToken);
            return await Move(session, wait, name, "rollback", "absent", cancellationToken);
        });
    }

    private static async Task<int> Move(
        Session session, WaitOptions wait, string id, string verb, string goal, CancellationToken cancellationToken)
    {
        var answer = await session.Api.Send(ApiRequest.Post($"{ProvisioningWatch.Path(id)}/{verb}"), cancellationToken);
        if (!wait.Waits(session))
        {
            session.Screen.Raw(answer);
            return ExitCode.Done;
        }

        var provisioning = await ProvisioningView.Follow(session, id, wait.Longest(session), cancellationToken);
        ProvisioningView.Show(session.Screen, provisioning);
        return provisioning.State == goal ? ExitCode.Done : ExitCode.Fault;
    }
}
