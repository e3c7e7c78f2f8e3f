using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Adilas.Provisioning;

/// <summary>
/// Ends the process at a chosen point, as a power cut would: <c>ADILAS_CRASH_AT=&lt;step&gt;:before|after</c>, in Development only. It is
/// how anybody can see that a provisioning, or the application of a draft, survives it.
/// </summary>
internal sealed class CrashPoint(IConfiguration configuration, IHostEnvironment environment)
{
    private readonly string? at = environment.IsDevelopment() ? configuration["ADILAS_CRASH_AT"] : null;

    /// <summary>The attempt is stored, and not begun.</summary>
    public void Before(string step) => Pass($"{step}:before");

    /// <summary>The step is done, and that is not stored.</summary>
    public void After(string step) => Pass($"{step}:after");

    private void Pass(string point)
    {
        if (at != point) return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
