namespace CameraGrid.Media.Nut;

[Flags]
internal enum NutFrameFlags
{
    None = 0,
    Key = 1,
    EndOfRelevance = 1 << 1,
    CodedPts = 1 << 3,
    StreamId = 1 << 4,
    SizeMsb = 1 << 5,
    Checksum = 1 << 6,
    Reserved = 1 << 7,

    /// <summary>Version 4: side and meta data stand before the frame's bytes and count in its size.</summary>
    SideData = 1 << 8,
    HeaderIndex = 1 << 10,
    MatchTime = 1 << 11,
    Coded = 1 << 12,
    Invalid = 1 << 13,
}

internal static class NutFrameFlagsExtensions
{
    /// <summary>Unlike <see cref="Enum.HasFlag"/> it boxes nothing, optimised or not.</summary>
    public static bool Has(this NutFrameFlags flags, NutFrameFlags flag) => (flags & flag) != 0;
}

/// <summary>What a frame's first byte stands for: an entry of the table in the main header.</summary>
internal readonly record struct NutFrameCode(
    NutFrameFlags Flags,
    int StreamId,
    int SizeMultiplier,
    int SizeLsb,
    int PtsDelta,
    int ReservedCount,
    int HeaderIndex
);
