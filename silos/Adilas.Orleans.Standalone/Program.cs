using Adilas;
using Adilas.Connecting;
using Adilas.Embedded;
using Adilas.Hosting;
using Adilas.Objects;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
using var stores = EmbeddedStores.Open(builder);
builder.AddStandaloneSilo();
builder.Services.AddAdilasClientInProcess(builder.Configuration);
builder.AddAdilasWeb();

var app = builder.Build();
app.MapAdilasWeb();
app.MapFolderObjects();
await app.RunAsync();
