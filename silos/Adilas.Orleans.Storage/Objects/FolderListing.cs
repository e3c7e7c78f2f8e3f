using System.Text;

namespace Adilas.Objects;

/// <summary>
/// Walks a bucket's folder in the order of its keys' UTF-8 bytes, as S3 lists. What stands under a folder sorts behind the text that
/// the folder stands for, so always opening the smallest known text first yields keys in order without reading the whole tree.
/// </summary>
internal static class FolderListing
{
    /// <param name="folder">The bucket's folder.</param>
    /// <param name="prefix">Only keys that start with this.</param>
    /// <param name="after">Only keys behind this one; <c>null</c> for all.</param>
    public static IEnumerable<(string Key, FileInfo File)> Walk(DirectoryInfo folder, string prefix, string? after)
    {
        var open = new PriorityQueue<(string Text, FileSystemInfo Entry), byte[]>(BytesOrder);
        Expand(folder, "");
        while (open.TryDequeue(out var next, out _))
        {
            if (next.Entry is FileInfo file) yield return (next.Text, file);
            else Expand((DirectoryInfo)next.Entry, next.Text);
        }

        void Expand(DirectoryInfo parent, string text)
        {
            foreach (var entry in Entries(parent))
            {
                if (FolderNames.TextOf(entry.Name, entry is DirectoryInfo) is not { } name) continue;
                var (whole, isFile) = (text + name, entry is FileInfo);
                if (MayMatch(whole, isFile, prefix) && MayFollow(whole, isFile, after)) open.Enqueue((whole, entry), Bytes(whole));
            }
        }
    }

    /// <summary>A delete may prune the folder while it is being walked; then it holds nothing.</summary>
    private static FileSystemInfo[] Entries(DirectoryInfo parent)
    {
        try
        {
            return parent.GetFileSystemInfos();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static bool MayMatch(string text, bool isFile, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) || (!isFile && prefix.StartsWith(text, StringComparison.Ordinal));

    private static bool MayFollow(string text, bool isFile, string? after) =>
        after is null || BytesOrder.Compare(Bytes(text), Bytes(after)) > 0
        || (!isFile && after.StartsWith(text, StringComparison.Ordinal));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static readonly Comparer<byte[]> BytesOrder =
        Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));
}
