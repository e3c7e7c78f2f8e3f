using Adilas;
using Adilas.Connecting;
using Adilas.Embedded;
using Adilas.Hosting;
using Adilas.Objects;

return await StartFailure.Tell(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));

    // Why the host did not start is told once, at the end. The watchdog's first look compares with the machine's start, and alarms for nothing.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
    using var stores = EmbeddedStores.Open(builder);
    builder.AddStandaloneSilo();
    builder.Services.AddAdilasClientInProcess(builder.Configuration);
    builder.AddAdilasWeb();

    var app = builder.Build();
    app.MapAdilasWeb();
    app.MapFolderObjects();
    await app.RunAsync();
});
