using System.Globalization;

namespace CameraGrid.Bench.Harness;

/// <summary>What <c>/proc/[pid]/stat</c> says of a process (proc(5)).</summary>
internal sealed record ProcStat(int Id, int ParentId, TimeSpan Cpu)
{
    // USER_HZ, which is 100 on every architecture that .NET runs on.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <remarks><c>pid (name) state ppid … utime stime …</c>; utime is field 14, stime 15.</remarks>
    public static ProcStat Parse(string text)
    {
        // The name may hold anything, brackets and spaces too; it ends with the last bracket.
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.LastIndexOf(')');
        var id = int.Parse(text.AsSpan(0, open), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        // The first of these is field 3, the state.
        var fields = text[(close + 2)..].Split(' ');
        return new ProcStat(id, (int)Number(4), Tick * (Number(14) + Number(15)));

        long Number(int field) => long.Parse(fields[field - 3], CultureInfo.InvariantCulture);
    }
}
