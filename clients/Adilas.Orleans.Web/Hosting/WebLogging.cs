using System.Text.Json;

namespace Adilas.Hosting;

/// <summary>Logs for people in Development, and one JSON object a line in Production.</summary>
public static class WebLogging
{
    public static WebApplicationBuilder AddAdilasLogging(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsProduction()) return builder;

        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(options =>
        {
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            options.JsonWriterOptions = new JsonWriterOptions { Indented = false };
        });
        return builder;
    }
}
