namespace CameraGrid.Transcoder.Live;

/// <summary>A frame whose bytes stay valid until the lease is disposed, whatever the ring drops meanwhile.</summary>
internal readonly struct FrameLease(in Frame frame) : IDisposable
{
    public Frame Frame { get; } = frame;

    /// <summary>The finished fragment: prft, moof and mdat.</summary>
    public ReadOnlyMemory<byte> Fragment => Frame.Block.Buffer.AsMemory(Frame.Offset, Frame.Length);

    /// <summary>The access unit alone: length-prefixed NAL units, or a raw AAC frame.</summary>
    public ReadOnlyMemory<byte> Payload =>
        Frame.Block.Buffer.AsMemory(Frame.Offset + Frame.HeaderLength, Frame.Length - Frame.HeaderLength);

    public void Dispose() => Frame.Block.Release();
}
