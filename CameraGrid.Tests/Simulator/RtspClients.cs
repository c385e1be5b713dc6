using System.Globalization;
using System.Text;
using CliWrap;

namespace CameraGrid.Tests.Simulator;

/// <summary>FFmpeg and ffprobe as RTSP clients.</summary>
internal static class RtspClients
{
    // A clip may have to be encoded first, on a machine that is busy with other tests.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Decodes frames of the picture, and the sound that comes with them.</summary>
    public static async Task<DecodedStream> DecodeAsync(
        string transport,
        string url,
        int frames,
        string[]? input = null,
        string[]? output = null
    )
    {
        string[] source = ["-rtsp_transport", transport, "-analyzeduration", "500000", .. input ?? [], "-i", url];
        string[] target =
        [
            .. output ?? [],
            "-map",
            "0",
            "-frames:v",
            frames.ToString(CultureInfo.InvariantCulture),
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            "1:90000",
            "-f",
            "framecrc",
            "pipe:1",
        ];
        var (text, errors) = await RunAsync("ffmpeg", ["-hide_banner", "-nostdin", "-xerror", .. source, .. target]);
        var lines = text.Split('\n');
        var timestamps = lines
            .Where(line => line.StartsWith("0,", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(',')[2], CultureInfo.InvariantCulture) / 90000.0);
        return new DecodedStream(
            [.. lines.Where(line => line.StartsWith('#'))],
            [.. timestamps],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    /// <summary>Runs a client that only reports warnings and errors.</summary>
    public static async Task<(string Output, string Errors)> RunAsync(string program, IEnumerable<string> arguments)
    {
        var output = new StringBuilder();
        var errors = new StringBuilder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        await Cli.Wrap(program)
            .WithArguments(["-loglevel", "error", .. arguments])
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(limit.Token);
        return (output.ToString(), errors.ToString());
    }
}

/// <summary>What FFmpeg's framecrc output says.</summary>
/// <param name="Header">Its lines about the streams.</param>
/// <param name="Timestamps">Of the pictures, in seconds.</param>
/// <param name="Errors">What FFmpeg found wrong, line by line.</param>
internal sealed record DecodedStream(
    IReadOnlyList<string> Header,
    IReadOnlyList<double> Timestamps,
    IReadOnlyList<string> Errors
);
