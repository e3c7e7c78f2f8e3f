using System.Data.Common;
using System.Text;
using Adilas.Platform;
using Adilas.Refusals;

namespace Adilas.Journal;

/// <summary>How keys and names go into rows: whole or not at all.</summary>
internal static class JournalName
{
    public const int MaxActorBytes = 64;
    public const int MaxActionBytes = 128;

    public static string Check(string name, int maxBytes = MaxActorBytes) =>
        name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= maxBytes
            ? name
            : throw new RefusedException(Refusal.Invalid, "actor-name", $"Actors have 1 to {MaxActorBytes} bytes, actions 1 to {MaxActionBytes}.");

    public static DbCommand Add(this DbCommand command, JournalKey key) => command
        .Add("@service", key.Service).Add("@type", key.GrainType).Add("@state", key.StateName).Add("@key", key.GrainKey);
}
