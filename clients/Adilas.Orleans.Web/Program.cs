using Adilas.Connecting;
using Adilas.Hosting;
using Orleans.Dashboard;

var builder = WebApplication.CreateBuilder(args);
builder.AddAdilasLogging();
builder.UseAdilasClient(client => client.AddDashboard(options => options.HideTrace = true));
builder.AddAdilasWeb();
builder.Services.AddDraining();

var app = builder.Build();
app.MapAdilasWeb();
await app.RunUntilStopped();
