using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Corporations;

internal static class RenameCommand
{
    public static Command Create()
    {
        var id = CorporationCommands.IdArgument();
        var name = new Argument<string>("name") { Description = "The new name." };
        var ifMatch = new Option<string?>("--if-match") { Description = "Only if this is still its version.", HelpName = "version" };
        return new Command("rename", "Give a corporation another name.") { id, name, ifMatch }.Runs(async (session, cancellationToken) =>
        {
            var path = CorporationCommands.Path(session.Get(id));
            var request = ApiRequest.Patch(path, Body.Of(("name", session.Get(name)))) with { IfMatch = EntityTag.Of(session.Get(ifMatch)) };
            RecordWriter.Write(session.Screen, await session.Api.Send(request, cancellationToken));
        });
    }
}
