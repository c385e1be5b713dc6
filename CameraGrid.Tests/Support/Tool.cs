using System.Text;
using CliWrap;

namespace CameraGrid.Tests.Support;

/// <summary>Runs the system's FFmpeg to its end.</summary>
internal static class Tool
{
    /// <returns>What FFmpeg wrote to its standard output.</returns>
    public static Task<byte[]> FfmpegAsync(
        IEnumerable<string> arguments,
        CancellationToken cancellation,
        byte[]? input = null
    ) => RunAsync("ffmpeg", ["-hide_banner", "-loglevel", "error", .. arguments], input, cancellation);

    /// <returns>What ffprobe wrote to its standard output, as lines.</returns>
    public static async Task<string[]> FfprobeAsync(
        IEnumerable<string> arguments,
        CancellationToken cancellation,
        byte[]? input = null
    )
    {
        byte[] output = await RunAsync("ffprobe", ["-loglevel", "error", .. arguments], input, cancellation);
        return Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<byte[]> RunAsync(
        string name,
        IEnumerable<string> arguments,
        byte[]? input,
        CancellationToken cancellation
    )
    {
        using MemoryStream output = new();
        StringBuilder errors = new();
        CommandResult result = await Cli.Wrap(name)
            .WithArguments(arguments)
            .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromBytes(input))
            .WithStandardOutputPipe(PipeTarget.ToStream(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellation);
        Assert.True(result.IsSuccess, $"{name} {string.Join(' ', arguments)}: {errors}");
        return output.ToArray();
    }
}
