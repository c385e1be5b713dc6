using Microsoft.Extensions.FileProviders;

namespace CameraGrid.Frontend;

/// <summary>A file of the page, as it is sent. Encoding is null for the plain one.</summary>
internal sealed record PageFile(string PhysicalPath, string? Encoding, DateTimeOffset LastModified, long Length);

/// <summary>The folder Vite built: index.html, assets with a hash in their name, and .br and .gz beside them.</summary>
internal sealed class BuiltPage(string folder) : IDisposable
{
    private static readonly (string Encoding, string Extension)[] Encodings = [("br", ".br"), ("gzip", ".gz")];

    // Reads the folder anew each time, so that a build while the program runs is seen. Null while there is no folder.
    private PhysicalFileProvider? _files;

    /// <summary>
    /// The file at that path, in the first encoding that the client takes; null if there is none. A path cannot leave the
    /// folder, and the encoded files have no address of their own.
    /// </summary>
    public PageFile? Find(string path, Func<string, bool> accepts)
    {
        if (Files() is not { } files || Array.Exists(Encodings, encoding => path.EndsWith(encoding.Extension, Ordinal)))
        {
            return null;
        }

        if (files.GetFileInfo(path) is not { Exists: true, IsDirectory: false, PhysicalPath: { } plain } file)
        {
            return null;
        }

        foreach (var (encoding, extension) in Encodings)
        {
            if (
                accepts(encoding)
                && files.GetFileInfo(path + extension) is { Exists: true, PhysicalPath: { } encoded } smaller
            )
            {
                return new PageFile(encoded, encoding, smaller.LastModified, smaller.Length);
            }
        }

        return new PageFile(plain, null, file.LastModified, file.Length);
    }

    public void Dispose() => _files?.Dispose();

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private PhysicalFileProvider? Files()
    {
        if (_files is null && Directory.Exists(folder))
        {
            var files = new PhysicalFileProvider(Path.GetFullPath(folder));
            if (Interlocked.CompareExchange(ref _files, files, null) is not null)
            {
                files.Dispose();
            }
        }

        return _files;
    }
}
