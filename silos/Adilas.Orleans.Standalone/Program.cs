using Adilas;
using Adilas.Embedded;

var builder = WebApplication.CreateBuilder(args);
using var stores = EmbeddedStores.Open(builder);
builder.AddStandaloneSilo();
builder.AddAdilasWeb();

var app = builder.Build();
app.MapAdilasWeb();
await app.RunAsync();
