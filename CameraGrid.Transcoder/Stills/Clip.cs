using System.Runtime.InteropServices;
using CameraGrid.Media.Mp4;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Stills;

/// <summary>
/// Frames of one generation, from a keyframe to the present, as one fragmented MP4 file that begins at time zero:
/// the init segment, then one fragment a track with all its samples.
/// </summary>
internal sealed class Clip : IDisposable
{
    private readonly List<FrameLease> _leases;
    private readonly List<(byte[] Header, IReadOnlyList<FrameLease> Samples)> _fragments = [];
    private readonly ReadOnlyMemory<byte> _init;

    private Clip(List<FrameLease> leases)
    {
        _leases = leases;
        if (IsEmpty)
        {
            return;
        }

        var generation = leases[0].Frame.Generation;
        _init = generation.FullInit;
        var start = leases[0].Frame.DecodeTime;
        foreach (var track in leases.GroupBy(lease => lease.Frame.Track))
        {
            var timescale =
                track.Key == TrackKind.Video ? Generation.VideoTimescale : (uint)generation.Audio!.SampleRate;
            _fragments.Add(Fragment(track.Key, [.. track], start, timescale));
        }

        Length =
            _init.Length + _fragments.Sum(part => part.Header.Length + part.Samples.Sum(s => (long)s.Payload.Length));
    }

    public bool IsEmpty => _leases.Count == 0;

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    public static Clip Of(LiveStream live, TimeSpan back) => new(live.LeaseLast(back));

    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(_init, cancellationToken);
        foreach (var (header, samples) in _fragments)
        {
            await output.WriteAsync(header, cancellationToken);
            foreach (var sample in samples)
            {
                await output.WriteAsync(sample.Payload, cancellationToken);
            }
        }
    }

    public void Dispose() => _leases.ForEach(lease => lease.Dispose());

    private static (byte[] Header, IReadOnlyList<FrameLease> Samples) Fragment(
        TrackKind track,
        IReadOnlyList<FrameLease> leases,
        long start,
        uint timescale
    )
    {
        var samples = new List<FragmentSample>(leases.Count);
        for (var i = 0; i < leases.Count; i++)
        {
            var frame = leases[i].Frame;
            var next = i + 1 < leases.Count ? leases[i + 1].Frame.DecodeTime : frame.DecodeTime + LastStep(leases);
            samples.Add(
                new FragmentSample(
                    leases[i].Payload.Length,
                    (uint)(Ticks(next) - Ticks(frame.DecodeTime)),
                    (int)(Ticks(frame.PresentationTime) - Ticks(frame.DecodeTime)),
                    frame.IsKey
                )
            );
        }

        var header = new byte[FragmentWriter.HeaderSize(samples.Count, withProducerReferenceTime: false)];
        var first = (ulong)Math.Max(0, Ticks(leases[0].Frame.DecodeTime));
        FragmentWriter.WriteHeader(header, (int)track, 1, first, CollectionsMarshal.AsSpan(samples), null);
        return (header, leases);

        long Ticks(long microseconds) => (microseconds - start) * timescale / 1_000_000;
    }

    private static long LastStep(IReadOnlyList<FrameLease> leases) =>
        leases.Count < 2 ? 40_000 : leases[^1].Frame.DecodeTime - leases[^2].Frame.DecodeTime;
}
