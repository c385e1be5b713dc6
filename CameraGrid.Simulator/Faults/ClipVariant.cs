using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;

namespace CameraGrid.Simulator.Faults;

/// <summary>How a stream's faults change its clip.</summary>
internal readonly record struct ClipVariant(
    bool Smaller,
    bool OtherCodec,
    bool LongGop,
    bool DoubleRate,
    bool WithoutSets
)
{
    private const int LongGopSeconds = 10;

    public static ClipVariant Of(ConnectionFaults faults) =>
        faults.IsEmpty
            ? default
            : new ClipVariant(
                faults.Has(FaultKind.Resolution),
                faults.Has(FaultKind.Codec),
                faults.Has(FaultKind.LongGop),
                faults.Has(FaultKind.DoubleRate),
                faults.Has(FaultKind.SdpOnlySets)
            );

    /// <summary>The clip a stream plays instead of its own.</summary>
    /// <exception cref="ClipException">FFmpeg could not make it.</exception>
    public async Task<Clip> ClipAsync(SimulatedStream stream, ClipStore clips, CancellationToken cancellationToken)
    {
        var isEncodedAnew = this with { WithoutSets = false } != default;
        var clip = isEncodedAnew
            ? (await clips.GetAsync(RecipeFor(stream), cancellationToken)).Main
            : await stream.ClipAsync(clips, cancellationToken);
        return WithoutSets ? clip with { Video = clip.Video.WithoutParameterSets() } : clip;
    }

    private ClipRecipe RecipeFor(SimulatedStream stream)
    {
        var recipe = stream.Camera.Recipe;
        var format = stream.IsSub ? recipe.Sub! : recipe.Main;
        if (Smaller)
        {
            // Half of it, and even, as 4:2:0 needs it.
            format = format with
            {
                Width = format.Width / 4 * 2,
                Height = format.Height / 4 * 2,
            };
        }

        if (OtherCodec)
        {
            var codec = format.Codec == VideoCodec.H264 ? VideoCodec.H265 : VideoCodec.H264;
            format = format with { Codec = codec, PixelFormat = "yuv420p" };
        }

        if (LongGop)
        {
            format = format with { KeyInterval = LongGopSeconds * recipe.FrameRate };
        }

        if (DoubleRate)
        {
            format = format with { BitRate = 2 * format.BitRate, ConstantBitRate = true };
        }

        return recipe with
        {
            Name = $"{recipe.Name}-{stream.Name}-variant",
            // Noise, so that the bits are real.
            Picture = DoubleRate ? $"{recipe.Picture},noise=alls=20:allf=t" : recipe.Picture,
            FrameCount = (recipe.FrameCount + format.KeyInterval - 1) / format.KeyInterval * format.KeyInterval,
            Main = format,
            Sub = null,
        };
    }
}
