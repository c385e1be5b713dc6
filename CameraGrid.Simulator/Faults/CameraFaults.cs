using System.Diagnostics.CodeAnalysis;
using CameraGrid.Simulator.Cameras;
using Microsoft.Extensions.Options;

namespace CameraGrid.Simulator.Faults;

/// <summary>
/// The faults of all cameras. A camera or stream has at most one of each kind; what is set acts at once, on running sessions too.
/// </summary>
internal sealed class CameraFaults : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Dictionary<string, IReadOnlyList<SimulatedStream>> _cameras;
    private readonly Dictionary<SimulatedStream, StreamFaults> _streams;
    private readonly List<ActiveFault> _set = [];

    public CameraFaults(SimulatedCameras cameras, IOptions<SimulatorOptions> options, TimeProvider time)
    {
        _time = time;
        _streams = cameras.Streams.ToDictionary(stream => stream, _ => new StreamFaults());
        _cameras = cameras
            .Streams.GroupBy(stream => stream.Camera.Id)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<SimulatedStream>)[.. group]);
        foreach (var text in options.Value.Faults)
        {
            var setting = FaultSetting.Parse(text, out var error) ?? throw new InvalidOperationException(error);
            Set(setting.Camera, setting.Stream, setting.Fault);
        }
    }

    /// <summary>After each change: the camera's id.</summary>
    public event Action<string>? Changed;

    /// <summary>Sets a fault; one of the same kind that the same camera or stream has is replaced.</summary>
    /// <param name="camera">The camera's id.</param>
    /// <param name="stream">"main" or "sub"; null for both.</param>
    /// <param name="fault">The fault.</param>
    /// <exception cref="ArgumentException">There is no such camera or stream, or the fault is none.</exception>
    public void Set(string camera, string? stream, Fault fault)
    {
        if (fault.Validate() is { } error)
        {
            throw new ArgumentException(error, nameof(fault));
        }

        var streams = StreamsOf(camera, stream).Select(Of).ToArray();
        var active = new ActiveFault(camera, stream, fault, streams, _time);
        lock (_lock)
        {
            End(old => old.Camera == camera && old.Stream == stream && old.Kind == fault.Kind);
            _set.Add(active);
            // Under the lock: a time that is up at once waits until the fault is in the list.
            active.StartTimer(OnTimeUp);
            Publish(camera);
        }

        Changed?.Invoke(camera);
    }

    /// <summary>Ends the faults of a camera with those of its streams, or what was set of one stream.</summary>
    /// <param name="camera">The camera's id.</param>
    /// <param name="stream">"main" or "sub"; null for all of the camera.</param>
    /// <param name="kind">Null for all kinds.</param>
    /// <exception cref="ArgumentException">There is no such camera or stream.</exception>
    public void Clear(string camera, string? stream = null, FaultKind? kind = null)
    {
        _ = StreamsOf(camera, stream);
        lock (_lock)
        {
            End(old =>
                old.Camera == camera && (stream is null || old.Stream == stream) && (kind is null || old.Kind == kind)
            );
            Publish(camera);
        }

        Changed?.Invoke(camera);
    }

    /// <summary>The faults that connections will still meet.</summary>
    public IReadOnlyList<ActiveFault> List()
    {
        lock (_lock)
        {
            return [.. _set.Where(fault => fault.CountLeft != 0)];
        }
    }

    /// <summary>Whether there is such a camera and, where one is named, such a stream.</summary>
    public bool Knows(string camera, string? stream) => TryFind(camera, stream, out _);

    /// <summary>The faults of a stream.</summary>
    public StreamFaults Of(SimulatedStream stream) => _streams.GetValueOrDefault(stream, StreamFaults.None);

    public void Dispose()
    {
        lock (_lock)
        {
            End(_ => true);
        }
    }

    private IReadOnlyList<SimulatedStream> StreamsOf(string camera, string? stream) =>
        TryFind(camera, stream, out var streams)
            ? streams
            : throw new ArgumentException(
                $"There is no camera or stream \"{camera}{(stream is null ? "" : "/")}{stream}\"."
            );

    private bool TryFind(string camera, string? stream, [NotNullWhen(true)] out IReadOnlyList<SimulatedStream>? streams)
    {
        if (_cameras.TryGetValue(camera, out streams) && stream is not null)
        {
            streams = [.. streams.Where(candidate => candidate.Name == stream)];
        }

        return streams is { Count: > 0 };
    }

    private void OnTimeUp(ActiveFault fault)
    {
        lock (_lock)
        {
            End(candidate => candidate == fault);
            Publish(fault.Camera);
        }

        Changed?.Invoke(fault.Camera);
    }

    private void End(Predicate<ActiveFault> which)
    {
        foreach (var fault in _set.Where(fault => which(fault)))
        {
            fault.Dispose();
        }

        _set.RemoveAll(which);
    }

    private void Publish(string camera)
    {
        foreach (var stream in _cameras[camera].Select(Of))
        {
            stream.Replace([.. _set.Where(fault => fault.Streams.Contains(stream))]);
        }
    }
}
