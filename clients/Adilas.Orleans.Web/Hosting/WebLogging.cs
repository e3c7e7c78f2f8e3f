using System.Text.Json;

namespace Adilas.Hosting;

/// <summary>Logs for people in Development, and one JSON object a line in Production.</summary>
public static class WebLogging
{
    private const string Framework = "Microsoft.AspNetCore";

    /// <summary>
    /// The framework logs every address with its query, which holds names that people search for. Metrics and traces tell more and
    /// repeat less. Whoever needs it sets <c>Logging:LogLevel:Microsoft.AspNetCore</c>.
    /// </summary>
    internal static void QuietFramework(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[$"Logging:LogLevel:{Framework}"] is null) builder.Logging.AddFilter(Framework, LogLevel.Warning);
    }

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
