using System.Globalization;

namespace CameraGrid.Bench.Harness;

/// <summary>What all processors of the machine do, from <c>/proc/stat</c> (proc(5)). Linux only.</summary>
internal static class MachineUsage
{
    // USER_HZ, which is 100 on every architecture that .NET runs on.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>How long the processors have done nothing since the machine started, summed over all.</summary>
    public static TimeSpan Idle() => Idle(File.ReadAllText("/proc/stat"));

    /// <summary>The same from the file's text, whose first line is <c>cpu user nice system idle iowait …</c>.</summary>
    public static TimeSpan Idle(string text)
    {
        var fields = text.Split('\n', 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Tick * fields[4..6].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture));
    }
}
