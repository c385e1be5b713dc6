using System.Diagnostics;
using CameraGrid.Cameras;
using CameraGrid.Simulator.Faults;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Tests.Transcoder.Healing;

/// <summary>What a viewer of a camera got in a while.</summary>
/// <param name="Frames">Video frames.</param>
/// <param name="InOrder">Each was later than the one before, on the timeline.</param>
/// <param name="Drift">How much more time went by on the timeline than in the world; negative where it was less.</param>
/// <param name="LongestGap">Between two frames, in the world.</param>
internal sealed record Viewing(int Frames, bool InOrder, TimeSpan Drift, TimeSpan LongestGap);

/// <summary>One camera of a <see cref="FaultyCameras"/>: it breaks it, and sees what becomes of it.</summary>
internal sealed class FaultyCamera(TranscoderUnderTest transcoder, string id, CancellationToken cancellationToken)
{
    /// <summary>Which of the simulated camera's streams is looked at; it is the main one of its camera here.</summary>
    public const string Stream = "sub";

    /// <summary>What decoders are told now.</summary>
    public Generation Generation => transcoder.Ring(id).Generation!;

    /// <summary>FFmpeg encodes for this camera.</summary>
    public bool IsTranscoded =>
        transcoder.Ffmpegs().Any(found => found.Stream == $"{id}/main" && found.Arguments.Contains("libx264"));

    public void Break(FaultKind kind, double? value = null, double? seconds = null, int? count = null) =>
        transcoder.Simulator.Faults.Set(
            id,
            Stream,
            new Fault(kind)
            {
                Value = value,
                Seconds = seconds,
                Count = count,
            }
        );

    /// <summary>The whole camera, with what else it sends: what makes it unreachable.</summary>
    public void BreakAll(FaultKind kind, double? seconds = null) =>
        transcoder.Simulator.Faults.Set(id, null, new Fault(kind) { Seconds = seconds });

    public void Repair() => transcoder.Simulator.Faults.Clear(id);

    public Task<StreamHealth> LiveAsync() => transcoder.LiveAsync(id);

    /// <inheritdoc cref="TranscoderUnderTest.FlowsAsync"/>
    public Task FlowsAsync() => transcoder.FlowsAsync(id);

    public Task<StreamHealth> HealthAsync(Func<StreamHealth, bool> says) => transcoder.HealthAsync(id, says);

    /// <summary>Ends the camera's session from this side, so that the next one meets what is broken.</summary>
    public void KillFfmpeg()
    {
        foreach (var found in transcoder.Ffmpegs().Where(found => found.Stream == $"{id}/main"))
        {
            found.Process.Kill();
        }
    }

    /// <summary>Reads the ring from the next frame on.</summary>
    public async Task<Viewing> ViewAsync(TimeSpan time)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ends.CancelAfter(time);
        using var cursor = transcoder.Ring(id).OpenCursor(new CursorOptions(CursorStart.LastKey, null), ends.Token);
        var frames = new List<(long Decode, long Arrived)>();
        while (await cursor.WaitAsync())
        {
            while (cursor.TryRead(out var lease))
            {
                using (lease)
                {
                    if (lease.Frame.Track == TrackKind.Video)
                    {
                        frames.Add((lease.Frame.DecodeTime, lease.Frame.ArrivedAt * 1000));
                    }
                }
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        var steps = frames.Zip(frames.Skip(1)).ToArray();
        return new Viewing(
            frames.Count,
            steps.All(step => step.Second.Decode > step.First.Decode),
            TimeSpan.FromMicroseconds(frames[^1].Decode - frames[0].Decode - (frames[^1].Arrived - frames[0].Arrived)),
            TimeSpan.FromMicroseconds(steps.Max(step => step.Second.Arrived - step.First.Arrived))
        );
    }

    /// <summary>Waits until the ring says what is asked for; how long that took.</summary>
    public async Task<TimeSpan> UntilAsync(Func<LiveStream, bool> says)
    {
        var started = Stopwatch.GetTimestamp();
        while (!says(transcoder.Ring(id)))
        {
            await Task.Delay(20, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
