using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Corporations;

/// <summary>Shows a provisioning: its steps as data, its progress as notes.</summary>
internal static class ProvisioningView
{
    private static readonly Column[] Columns = Column.Of("name", "type", "state", "attempt", "deadline", "reason");

    public static void Show(Screen screen, Provisioning provisioning)
    {
        if (screen.Json)
        {
            screen.Item(provisioning.Sent);
            screen.Flush();
            return;
        }

        var rows = new RowWriter(screen, Columns);
        foreach (var step in provisioning.Steps) rows.Write(step);
        rows.Flush();
        screen.Note($"{provisioning.State}{(provisioning.State is "failed" ? $": {provisioning.Reason}" : "")}");
    }

    /// <summary>Waits with a line of progress for each change.</summary>
    public static Task<Provisioning> Follow(Session session, string id, TimeSpan longest, CancellationToken cancellationToken) =>
        new ProvisioningWatch(session.Api).Wait(id, longest, now => session.Screen.Note($"{id}: {now.Summary}"), cancellationToken);
}
