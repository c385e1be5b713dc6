using System.Collections.Concurrent;
using CameraGrid.Cameras;
using CameraGrid.ServiceDefaults;
using CameraGrid.Transcoder.Live;
using CliWrap;
using CliWrap.Exceptions;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder.Stills;

/// <summary>A picture and when its frame arrived.</summary>
internal sealed record Snapshot(byte[] Jpeg, DateTimeOffset TakenAt, long Sequence);

/// <summary>
/// Has FFmpeg decode keyframes, at most two at a time; the last picture of each stream serves all who ask for it.
/// </summary>
internal sealed class SnapshotEncoder(IOptions<TranscoderOptions> options) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _encoding = new(2);
    private readonly ConcurrentDictionary<StreamKey, Snapshot> _last = new();

    /// <summary>The picture of the newest keyframe; null when there is none or it cannot be decoded in time.</summary>
    public async Task<Snapshot?> EncodeAsync(LiveStream live, CancellationToken cancellationToken)
    {
        await _encoding.WaitAsync(cancellationToken);
        try
        {
            if (!live.TryLeaseLastKey(out var lease))
            {
                return null;
            }

            using (lease)
            {
                // A ring that was made anew counts its frames anew.
                var takenAt = DateTimeOffset.FromUnixTimeMilliseconds(lease.Frame.ArrivedAt);
                if (
                    _last.TryGetValue(live.Key, out var last)
                    && (last.Sequence, last.TakenAt) == (lease.Frame.Sequence, takenAt)
                )
                {
                    return last;
                }

                var jpeg = await DecodeAsync(lease, cancellationToken);
                if (jpeg.Length == 0)
                {
                    return null;
                }

                return _last[live.Key] = new Snapshot(jpeg, takenAt, lease.Frame.Sequence);
            }
        }
        finally
        {
            _encoding.Release();
        }
    }

    public void Dispose() => _encoding.Dispose();

    // An init segment and one fragment are a whole MP4 file.
    private async Task<byte[]> DecodeAsync(FrameLease lease, CancellationToken cancellationToken)
    {
        using var jpeg = new MemoryStream();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var movie = PipeSource.Create(
            async (input, token) =>
            {
                await input.WriteAsync(lease.Frame.Generation.VideoInit, token);
                await input.WriteAsync(lease.Fragment, token);
            }
        );
        try
        {
            await Cli.Wrap(options.Value.Ffmpeg)
                .WithArguments("-loglevel error -f mp4 -i pipe:0 -frames:v 1 -q:v 4 -f mjpeg pipe:1".Split(' '))
                .WithEnvironmentVariables(ChildEnvironment.Withheld())
                .WithStandardInputPipe(movie)
                .WithStandardOutputPipe(PipeTarget.ToStream(jpeg))
                .ExecuteAsync(limit.Token);
        }
        catch (Exception failure)
            when (failure is CliWrapException or System.ComponentModel.Win32Exception
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return [];
        }

        return jpeg.ToArray();
    }
}
