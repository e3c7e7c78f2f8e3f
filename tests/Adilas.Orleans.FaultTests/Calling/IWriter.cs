namespace Adilas.Calling;

/// <summary>A way to merge a patch into a corporation's settings.</summary>
internal interface IWriter
{
    /// <summary>A letter or two, in front of the numbers of this way's writes.</summary>
    string Prefix { get; }

    /// <returns><c>null</c> when the write was acknowledged; otherwise why not, and it may be sent again under the same operation.</returns>
    Task<string?> Write(string corporation, string patch, string operation, CancellationToken cancellationToken);
}
