using System.Globalization;
using System.Runtime.InteropServices;
using CameraGrid.Bench.Browser;
using CliWrap;
using CliWrap.Buffered;

namespace CameraGrid.Bench.Report;

/// <summary>What figures depend on besides the code.</summary>
internal sealed record Machine(string Date, string Cpu, string Memory, string Os, string Ffmpeg, string Chromium)
{
    public static async Task<Machine> ReadAsync(CancellationToken cancellationToken)
    {
        var model = Value("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        return new Machine(
            TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            $"{model}, {Environment.ProcessorCount} cores",
            Figure.Text(memory, "GiB", 1),
            Kernel(),
            await FirstLineAsync("ffmpeg", "-version", cancellationToken),
            await FirstLineAsync(ChromiumBrowser.Executable, "--version", cancellationToken)
        );
    }

    /// <summary>Of the last minute; above the work of the benchmark itself it means that others disturb it.</summary>
    public static double LoadAverage() =>
        File.Exists("/proc/loadavg")
            ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
            : double.NaN;

    public string ToMarkdown() =>
        $"""
            - Date: {Date}
            - Machine: {Cpu}, {Memory} of memory
            - System: {Os}
            - Software: {RuntimeInformation.FrameworkDescription}; {Ffmpeg}; {Chromium}

            """;

    private static string Kernel() =>
        File.Exists("/proc/sys/kernel/osrelease")
            ? $"Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {RuntimeInformation.OSDescription}"
            : RuntimeInformation.OSDescription;

    private static string? Value(string file, string key) =>
        File.Exists(file)
            ? File.ReadLines(file)
                .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
                ?.Split(':', 2)[^1]
                .Trim()
            : null;

    private static async Task<string> FirstLineAsync(
        string program,
        string argument,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var result = await Cli.Wrap(program)
                .WithArguments([argument])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
            return result
                .StandardOutput.Split('\n')[0]
                .Replace(" Copyright", " (c)", StringComparison.Ordinal)
                .Split(" (c)")[0]
                .Split(" built on")[0]
                .Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{program}: not found";
        }
    }
}
