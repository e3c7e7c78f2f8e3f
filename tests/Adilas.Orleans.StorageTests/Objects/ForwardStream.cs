namespace Adilas.Objects;

/// <summary>Can only be read forward, in odd pieces, and fails where told: like an upload.</summary>
internal sealed class ForwardStream(byte[] content, int? failAt = null) : Stream
{
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (position >= failAt) throw new InvalidDataException("The upload broke, says the test.");
        var taken = Math.Min(Math.Min(count, 7_919), content.Length - position);
        Array.Copy(content, position, buffer, offset, taken);
        position += taken;
        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
