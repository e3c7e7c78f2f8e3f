using System.Security.Cryptography;
using System.Text;
using Adilas.Access;
using Adilas.Refusals;
using Adilas.Settings;

namespace Adilas.Calling;

/// <summary>Writes through the client library.</summary>
internal sealed class FrontEndWriter(FrontEnd front) : IWriter
{
    public string Prefix => "f";

    public async Task<string?> Write(string corporation, string patch, string operation, CancellationToken cancellationToken)
    {
        Assert.True(ProfileScope.TryParse($"corporation:{corporation}", out var scope));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(corporation + patch)));
        using var caller = front.Callers.Use(FrontEnd.Caller);
        using var key = front.Callers.UseOperation(new OperationKey(operation, hash));
        try
        {
            await front.Grains.SettingsProfile(scope).Edit(new SettingsEdit(SettingsEditKind.Merge, patch), cancellationToken);
            return null;
        }
        catch (RefusedException refused) when (refused.Refusal is Refusal.Unavailable or Refusal.OutcomeUnknown || refused.Code is "changed-meanwhile")
        {
            return refused.Code;
        }
    }
}
