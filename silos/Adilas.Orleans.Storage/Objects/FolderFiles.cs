using System.Security.Cryptography;
using Adilas.Platform;

namespace Adilas.Objects;

/// <summary>
/// Files and folders of the buckets: how they come, go and are named. Not for two processes at once: the gate that keeps a bucket
/// from vanishing under a put, and a folder from being pruned under one, is this object's own.
/// </summary>
internal sealed class FolderFiles(string root)
{
    public const int BufferBytes = 128 * 1024;

    /// <summary>No bucket name starts with a dot.</summary>
    private const string Incoming = ".incoming";

    // Held only for a look and a rename, never while content moves or a disk is flushed.
    private readonly Lock gate = new();
    private bool swept;

    public string FolderOf(BucketName bucket) => Path.Combine(root, bucket.Value);

    public string PathOf(ObjectAddress address) => Path.Combine(FolderOf(address.Bucket), FolderNames.PathOf(address.Key.Value));

    public void Create(BucketName bucket)
    {
        if (Directory.Exists(FolderOf(bucket))) return;
        PrivateFolder.Create(root);
        Directory.CreateDirectory(FolderOf(bucket));
        FolderSync.Flush(root, root);
    }

    public void Delete(BucketName bucket)
    {
        var folder = new DirectoryInfo(FolderOf(bucket));
        lock (gate)
        {
            if (!folder.Exists) return;
            if (FolderListing.Walk(folder, "", after: null).Any()) throw ObjectRules.NotEmpty();
            folder.Delete(recursive: true);
        }

        FolderSync.Flush(root, root);
    }

    public IEnumerable<string> Buckets() =>
        PrivateFolder.Create(root).EnumerateDirectories().Select(folder => folder.Name).Where(name => BucketName.TryParse(name, out _));

    /// <summary>A file to write content to; it becomes an object when it is placed.</summary>
    public FileStream NewIncoming(BucketName bucket)
    {
        var folder = Path.Combine(root, Incoming);
        lock (gate)
        {
            if (!Directory.Exists(FolderOf(bucket))) throw ObjectRules.UnknownBucket();

            // What an earlier process left half-written.
            if (!swept && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            swept = true;
        }

        var name = Path.Combine(folder, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        return new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
    }

    /// <summary>Flushes the file and moves it to where the object is.</summary>
    public void Place(FileStream incoming, ObjectAddress address)
    {
        incoming.Flush(flushToDisk: true);
        incoming.Dispose();

        var path = PathOf(address);
        var folder = Path.GetDirectoryName(path)!;
        lock (gate)
        {
            if (!Directory.Exists(FolderOf(address.Bucket))) throw ObjectRules.UnknownBucket();
            Directory.CreateDirectory(folder);
            File.Move(incoming.Name, path, overwrite: true);
        }

        FolderSync.Flush(folder, FolderOf(address.Bucket));
    }

    /// <summary>Deletes an object's file, and the folders that it leaves empty.</summary>
    public void Remove(BucketName bucket, string path)
    {
        var top = FolderOf(bucket);
        var folder = Path.GetDirectoryName(path)!;
        lock (gate)
        {
            if (!File.Exists(path)) return;
            File.Delete(path);
            while (folder.Length > top.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
                folder = Path.GetDirectoryName(folder)!;
            }
        }

        FolderSync.Flush(folder, folder);
    }

    /// <returns><c>null</c> when there is no such file.</returns>
    public static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
