namespace Adilas.Provisioning;

/// <summary>Finds sagas that are not finished.</summary>
public interface IPendingSagas
{
    /// <summary>Grain keys of sagas that somebody has to look after by <paramref name="dueBy"/>, in key order from after <paramref name="afterKey"/> on.</summary>
    /// <param name="kind">The stored state's name; see <see cref="Storage.StorageNames"/>.</param>
    Task<IReadOnlyList<string>> List(
        string kind, DateTimeOffset dueBy, string? afterKey, int limit, CancellationToken cancellationToken);

    /// <summary>As <see cref="List"/>, with the times.</summary>
    Task<IReadOnlyList<PendingSaga>> ListDue(
        string kind, DateTimeOffset dueBy, string? afterKey, int limit, CancellationToken cancellationToken);
}

/// <param name="GrainKey">The saga's.</param>
/// <param name="DueAt">By when somebody has to look after it, UTC.</param>
public sealed record PendingSaga(string GrainKey, DateTimeOffset DueAt);
