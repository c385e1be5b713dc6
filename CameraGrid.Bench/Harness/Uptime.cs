using System.Diagnostics;

namespace CameraGrid.Bench.Harness;

/// <summary>A clock that no one sets: the time since the machine began to count.</summary>
internal static class Uptime
{
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);
}
