using System.Globalization;

namespace CameraGrid.Bench.Harness;

/// <summary>The sums over all mappings of a process in <c>/proc/[pid]/smaps_rollup</c>.</summary>
internal static class SmapsRollup
{
    /// <summary>Bytes of the line <c>Pss: 1234 kB</c>; 0 for a process that is ending and has no memory any more.</summary>
    public static long Pss(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("Pss:"))
            {
                return 1024
                    * long.Parse(
                        line["Pss:".Length..].TrimEnd("kB "),
                        NumberStyles.AllowLeadingWhite,
                        CultureInfo.InvariantCulture
                    );
            }
        }

        return 0;
    }
}
