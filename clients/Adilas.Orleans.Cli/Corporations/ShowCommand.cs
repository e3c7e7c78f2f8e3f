using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Corporations;

internal static class ShowCommand
{
    public static Command Create()
    {
        var id = CorporationCommands.IdArgument();
        return new Command("show", "Show one corporation.") { id }.Runs(async (session, cancellationToken) =>
            RecordWriter.Write(session.Screen, await session.Api.Send(ApiRequest.Get(CorporationCommands.Path(session.Get(id))), cancellationToken)));
    }
}
