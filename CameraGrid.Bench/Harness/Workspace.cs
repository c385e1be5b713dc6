namespace CameraGrid.Bench.Harness;

/// <summary>A folder for what a benchmark writes; gone with it.</summary>
internal sealed class Workspace : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("cameragrid-bench-").FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A process that was killed may still be writing; the system clears its temporary folder.
        }
    }
}
