using CameraGrid.Media.Aac;
using CameraGrid.Media.H264;

namespace CameraGrid.Media.Mp4;

/// <summary>A track of a fragmented MP4 file.</summary>
/// <param name="TrackId">From 1, unique within the file.</param>
/// <param name="Timescale">Ticks a second of all the track's times and durations.</param>
public abstract record Mp4Track(int TrackId, uint Timescale);

/// <summary>H.264 as <c>avc1</c>: samples with lengths of four bytes, see <see cref="LengthPrefixed"/>.</summary>
public sealed record AvcTrack(int TrackId, uint Timescale, AvcConfiguration Configuration)
    : Mp4Track(TrackId, Timescale);

/// <summary>AAC as <c>mp4a</c>: raw access units, without ADTS headers.</summary>
public sealed record AacTrack(int TrackId, uint Timescale, AacConfiguration Configuration)
    : Mp4Track(TrackId, Timescale);
