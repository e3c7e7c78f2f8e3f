using Adilas;

var builder = WebApplication.CreateBuilder(args);
builder.AddAdilasSilo();

var app = builder.Build();
app.MapSiloEndpoints();
await app.RunAsync();
