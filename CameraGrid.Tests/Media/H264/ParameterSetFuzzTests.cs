using CameraGrid.Media;
using CameraGrid.Media.Aac;
using CameraGrid.Media.H264;
using CameraGrid.Media.Mp4;
using CameraGrid.Media.Nut;
using CameraGrid.Tests.Media.Nut;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.H264;

public sealed class ParameterSetFuzzTests
{
    private const int Iterations = 3000;

    [Theory]
    [MemberData(nameof(TestMedia.Names), MemberType = typeof(TestMedia))]
    public async Task Damaged_parameter_sets_are_refused_or_understood(string name)
    {
        (IReadOnlyList<NutStream> streams, List<CollectedFrame> frames) = NutCollector.Read(
            await TestMedia.NutAsync(name)
        );
        byte[] extraData = streams[0].ExtraData;
        Assert.True(AvcConfiguration.TryFromAnnexB(extraData, out AvcConfiguration? configuration));
        byte[] accessUnit = [.. frames[0].Bytes.Take(4096)];
        Mutations mutations = new(seed: 26);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Try(mutations.Next(configuration.Sps[0]), bytes => H264Sps.Parse(bytes));
            Try(mutations.Next(extraData), Remake);
            Try(mutations.Next(accessUnit), Convert);
        }
    }

    [Theory]
    [InlineData("1210")]
    [InlineData("17800FA038")]
    [InlineData("2B118800")]
    public void Damaged_audio_configuration_is_refused_or_understood(string config)
    {
        byte[] source = System.Convert.FromHexString(config);
        Mutations mutations = new(seed: 27);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Try(
                mutations.Next(source),
                bytes => InitSegment.Create([new AacTrack(1, 1, AacConfiguration.Parse(bytes))])
            );
        }
    }

    /// <summary>What is understood can be written.</summary>
    private static void Remake(byte[] extraData)
    {
        if (AvcConfiguration.TryFromAnnexB(extraData, out AvcConfiguration? configuration))
        {
            _ = InitSegment.Create([new AvcTrack(1, 90000, configuration)]);
        }
    }

    private static void Convert(byte[] accessUnit)
    {
        byte[] sample = new byte[LengthPrefixed.SizeOf(accessUnit)];
        Assert.Equal(sample.Length, LengthPrefixed.FromAnnexB(accessUnit, sample));
    }

    private static void Try(byte[] bytes, Action<byte[]> parse)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            parse(bytes);
        }
        catch (MediaFormatException)
        {
            // The one way to refuse.
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 + 20 * bytes.Length);
    }
}
