using System.Globalization;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Bench.Harness;

/// <summary>What a process and all that it started use, from <c>/proc</c>; see proc(5). Linux only.</summary>
internal static class ProcessUsage
{
    private const string SocketName = "socket:[";

    /// <summary>The ids of a process and of all its descendants.</summary>
    public static IReadOnlyList<int> Tree(int root)
    {
        ThrowIfNotLinux();
        var children = Directory
            .EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? Stat(id) : null)
            .OfType<ProcStat>()
            .ToLookup(stat => stat.ParentId, stat => stat.Id);
        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
        {
            tree.AddRange(children[tree[i]]);
        }

        return tree;
    }

    /// <summary>
    /// The FFmpegs below a process that pull a stream, such as <c>yard/main</c>. What else it started, to guard them or to
    /// look at a picture, names no stream.
    /// </summary>
    public static IReadOnlyList<(int Id, string Stream)> Ffmpegs(int root) =>
        [
            .. Tree(root)
                .Select(id => (id, Stream: Variable(id, FfmpegRun.StreamVariable)!))
                .Where(found => found.Stream is not null),
        ];

    /// <summary>Time on a processor since the start of each, all summed.</summary>
    public static TimeSpan Cpu(IEnumerable<int> ids)
    {
        ThrowIfNotLinux();
        return ids.Aggregate(TimeSpan.Zero, (sum, id) => sum + (Stat(id)?.Cpu ?? TimeSpan.Zero));
    }

    /// <summary>Bytes of memory: proportional set size, so that pages shared by sixteen processes count once.</summary>
    public static long ProportionalSetSize(IEnumerable<int> ids)
    {
        ThrowIfNotLinux();
        return ids.Sum(id => Read($"/proc/{id}/smaps_rollup") is { } text ? SmapsRollup.Pss(text) : 0);
    }

    /// <summary>The inodes of the sockets that a process has open.</summary>
    public static IReadOnlySet<long> Sockets(int id)
    {
        ThrowIfNotLinux();
        try
        {
            return Directory
                .EnumerateFiles($"/proc/{id}/fd")
                .Select(file => new FileInfo(file).LinkTarget)
                .OfType<string>()
                .Where(name => name.StartsWith(SocketName, StringComparison.Ordinal))
                .Select(name => long.Parse(name[SocketName.Length..^1], CultureInfo.InvariantCulture))
                .ToHashSet();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return new HashSet<long>();
        }
    }

    private static string? Variable(int id, string name) =>
        Read($"/proc/{id}/environ")
            ?.Split('\0')
            .FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))
            ?[(name.Length + 1)..];

    private static ProcStat? Stat(int id) => Read($"/proc/{id}/stat") is { } text ? ProcStat.Parse(text) : null;

    // A process may end between being listed and being read.
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void ThrowIfNotLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new BenchmarkException("It reads /proc, so it runs on Linux only.");
        }
    }
}
