using CameraGrid.Simulator.Clips;

namespace CameraGrid.Simulator.Cameras;

/// <summary>One simulated camera: a name, a picture and its streams <c>/{id}/main</c> and, mostly, <c>/{id}/sub</c>.</summary>
public sealed class SimulatedCamera
{
    private readonly CameraClock _clock;

    internal SimulatedCamera(string id, string name, ClipRecipe recipe, CameraClock clock)
    {
        _clock = clock;
        Id = id;
        Name = name;
        Recipe = recipe;
    }

    /// <summary>The first part of its paths.</summary>
    public string Id { get; }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>The path of the main stream.</summary>
    public string MainPath => $"/{Id}/main";

    /// <summary>The path of the sub stream, or null where the camera has none.</summary>
    public string? SubPath => Recipe.Sub is null ? null : $"/{Id}/sub";

    /// <summary>Frames before the picture repeats.</summary>
    public int FrameCount => Recipe.FrameCount;

    /// <summary>From one frame to the next, in both streams.</summary>
    public TimeSpan FrameInterval => TimeSpan.FromSeconds(1) / Recipe.FrameRate;

    /// <summary>When the first frame was due; frame k of all time is due at this time + k intervals.</summary>
    public DateTimeOffset Epoch => _clock.Epoch;

    internal ClipRecipe Recipe { get; }

    internal CameraClock Clock => _clock;

    /// <summary>
    /// The latest time at which the frame of this number of the loop was due to leave. Frames leave at that time or, by the
    /// scheduling of the machine, some milliseconds later, so a latency counted from it is never too small.
    /// </summary>
    /// <param name="frameNumber">The number from 0, as <see cref="ClockPattern.Read"/> finds it in the clock camera's picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The loop has no such frame.</exception>
    public DateTimeOffset SentAt(int frameNumber)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frameNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frameNumber, FrameCount);
        var period = FrameInterval * FrameCount;
        var inLoop = FrameInterval * frameNumber;
        var loops = Math.Floor((_clock.Elapsed - inLoop) / period);
        return Epoch + inLoop + period * loops;
    }
}
