using System.Collections.Concurrent;
using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ownership;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Cameras;

/// <summary>All streams are this node's, but for those of which the test says something else.</summary>
internal sealed class RolesOfTest : IStreamRoles
{
    private readonly ConcurrentDictionary<StreamKey, StreamRole?> _others = new();
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public event Action? Changed;

    /// <summary>The streams whose first pictures came.</summary>
    public ConcurrentQueue<StreamKey> Pictures { get; } = new();

    /// <summary>A lease that does not run out, for its clock stands still.</summary>
    public static LeaseClock HeldLease()
    {
        var time = new FakeTimeProvider();
        var lease = new LeaseClock(time);
        lease.Renewed(time.GetTimestamp());
        return lease;
    }

    public void Set(StreamKey stream, StreamRole? role)
    {
        _others[stream] = role;
        Changed?.Invoke();
    }

    /// <summary>Thrown to whoever asks for a role, until it is taken away.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Completes when somebody met the fault.</summary>
    public Task Met => _met.Task;

    public StreamRole? RoleOf(StreamKey stream)
    {
        if (Fault is { } fault)
        {
            _met.TrySetResult();
            throw fault;
        }

        return _others.TryGetValue(stream, out var role) ? role : StreamRole.Owned;
    }

    public void OnPicture(StreamKey stream) => Pictures.Enqueue(stream);
}
