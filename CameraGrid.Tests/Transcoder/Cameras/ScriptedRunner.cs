using System.Collections.Concurrent;
using CameraGrid.Cameras;
using CameraGrid.Tests.Support;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Cameras;

/// <summary>Runs without processes. Each goes on until the test ends it, or until it is cancelled and let down.</summary>
internal sealed class ScriptedRunner : IFfmpegRunner
{
    private readonly ConcurrentDictionary<StreamKey, int> _atOnce = new();
    private readonly ConcurrentQueue<ScriptedRun> _runs = new();

    /// <summary>All runs ever begun, in order.</summary>
    public IReadOnlyList<ScriptedRun> Runs => [.. _runs];

    /// <summary>A run that is cancelled ends by itself; else only with <see cref="ScriptedRun.LetDown"/>.</summary>
    public bool EndsWhenCancelled { get; set; } = true;

    public async Task<FfmpegEnd> RunAsync(
        StreamKey key,
        StreamSource source,
        StreamPlan plan,
        NutIngest ingest,
        IRunObserver observer,
        ConnectPriority priority,
        CancellationToken cancellationToken
    )
    {
        Assert.Equal(1, _atOnce.AddOrUpdate(key, 1, (_, before) => before + 1));
        observer.OnConnecting();
        var run = new ScriptedRun(key, source, plan, priority, observer, cancellationToken);
        _runs.Enqueue(run);
        try
        {
            return await run.EndAsync(EndsWhenCancelled);
        }
        finally
        {
            _atOnce.AddOrUpdate(key, 0, (_, before) => before - 1);
        }
    }

    /// <summary>Waits for a run that has begun, by its place in the order.</summary>
    public async Task<ScriptedRun> BegunAsync(int index)
    {
        await Eventually.IsAsync(() => _runs.Count > index);

        return Runs[index];
    }
}

internal sealed class ScriptedRun(
    StreamKey key,
    StreamSource source,
    StreamPlan plan,
    ConnectPriority priority,
    IRunObserver observer,
    CancellationToken cancelled
)
{
    private readonly TaskCompletionSource<FfmpegEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamKey Key => key;

    public StreamSource Source => source;

    public StreamPlan Plan => plan;

    public ConnectPriority Priority => priority;

    public bool IsCancelled => cancelled.IsCancellationRequested;

    public bool IsDown { get; private set; }

    public void Picture() => observer.OnFirstFrame();

    public void End(FailureReason reason, StreamPlan? better = null) => _end.SetResult(new(reason, null, better));

    public void LetDown() => _end.SetCanceled(cancelled);

    public async Task<FfmpegEnd> EndAsync(bool whenCancelled)
    {
        try
        {
            return whenCancelled ? await _end.Task.WaitAsync(cancelled) : await _end.Task;
        }
        finally
        {
            IsDown = true;
        }
    }
}
