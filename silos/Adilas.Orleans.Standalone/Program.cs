using Adilas;
using Adilas.Embedded;

var builder = WebApplication.CreateBuilder(args);
using var stores = EmbeddedStores.Open(builder);
builder.AddStandaloneSilo();

var app = builder.Build();
app.MapSiloEndpoints();
await app.RunAsync();
