namespace Adilas.LocalCluster;

/// <summary>A lock between processes. The kernel releases it when its holder ends in any way.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    public static FileLock? TryTake(string file)
    {
        try
        {
            return new FileLock(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <exception cref="TimeoutException">Another process holds it longer than <paramref name="limit"/>.</exception>
    public static async Task<FileLock> Take(string file, TimeSpan limit, CancellationToken cancellationToken)
    {
        FileLock? taken = null;
        await Deadline.Until($"the lock {file} is free", _ => Task.FromResult((taken = TryTake(file)) is not null), limit, cancellationToken);
        return taken!;
    }

    public void Dispose() => stream.Dispose();
}
