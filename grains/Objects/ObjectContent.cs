namespace Adilas.Objects;

/// <summary>An object, or a part of it, being read. Dispose it: it holds a connection or a file.</summary>
/// <param name="stored">The whole object, whatever part is read.</param>
/// <param name="content">
/// Forward only. A whole read checks the hash: the read that would report the end throws <c>object-corrupt</c> instead when the
/// bytes are not those that were put. So use nothing of a whole read before its end was reached.
/// </param>
/// <param name="lengthBytes">How many bytes <see cref="Content"/> yields.</param>
public sealed class ObjectContent(StoredObject stored, Stream content, long lengthBytes) : IAsyncDisposable
{
    public StoredObject Stored { get; } = stored;

    public Stream Content { get; } = content;

    public long LengthBytes { get; } = lengthBytes;

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
