using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Corporations;

internal static class ShowCommand
{
    public static Command Create()
    {
        var id = CorporationCommands.IdArgument();
        return new Command("show", "Show one corporation.") { id }.Runs((session, cancellationToken) =>
            session.Show(ApiRequest.Get(CorporationCommands.Path(session.Get(id))), cancellationToken));
    }
}
