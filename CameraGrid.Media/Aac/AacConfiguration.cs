namespace CameraGrid.Media.Aac;

/// <summary>An AudioSpecificConfig, ISO/IEC 14496-3 1.6.2.1, as NUT extra data and SDP's <c>config</c> carry it. Two are
/// equal where their bytes are.</summary>
public sealed record AacConfiguration
{
    private const int SpectralBandReplication = 5;
    private const int ParametricStereo = 29;
    private const int Escape = 31;
    private const int ExplicitRate = 15;

    private static readonly int[] SampleRates =
    [
        96000,
        88200,
        64000,
        48000,
        44100,
        32000,
        24000,
        22050,
        16000,
        12000,
        11025,
        8000,
        7350,
    ];

    private AacConfiguration() { }

    /// <summary>The bytes as they were given.</summary>
    public required byte[] AudioSpecificConfig { get; init; }

    /// <summary>audioObjectType as signalled first: 2 AAC LC, 5 HE-AAC, 29 HE-AAC version 2.</summary>
    public required int ObjectType { get; init; }

    /// <summary>Hz of what a decoder puts out: with spectral band replication the extended rate.</summary>
    public required int SampleRate { get; init; }

    /// <summary>1 to 8; 0 where a program config element says it in the stream.</summary>
    public required int Channels { get; init; }

    /// <summary>RFC 6381, as in <c>mp4a.40.2</c>.</summary>
    public string CodecString => $"mp4a.40.{ObjectType}";

    /// <exception cref="MediaFormatException">It ends early or uses reserved values.</exception>
    public static AacConfiguration Parse(ReadOnlySpan<byte> audioSpecificConfig)
    {
        BitReader reader = new(audioSpecificConfig);
        int objectType = ReadObjectType(ref reader);
        int sampleRate = ReadSampleRate(ref reader);
        int channelConfiguration = reader.ReadBits(4);
        if (objectType is SpectralBandReplication or ParametricStereo)
        {
            sampleRate = ReadSampleRate(ref reader); // extensionSamplingFrequencyIndex
        }

        int channels = channelConfiguration switch
        {
            <= 6 => channelConfiguration,
            7 or 12 or 14 => 8,
            11 => 7,
            _ => throw new MediaFormatException($"AAC: channelConfiguration {channelConfiguration} is reserved"),
        };
        return new AacConfiguration
        {
            AudioSpecificConfig = audioSpecificConfig.ToArray(),
            ObjectType = objectType,
            SampleRate = sampleRate,
            Channels = objectType == ParametricStereo && channels == 1 ? 2 : channels,
        };
    }

    public bool Equals(AacConfiguration? other) =>
        other is not null && AudioSpecificConfig.AsSpan().SequenceEqual(other.AudioSpecificConfig);

    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.AddBytes(AudioSpecificConfig);
        return hash.ToHashCode();
    }

    private static int ReadObjectType(ref BitReader reader)
    {
        int type = reader.ReadBits(5);
        if (type == Escape)
        {
            type = 32 + reader.ReadBits(6);
        }

        return type != 0 ? type : throw new MediaFormatException("AAC: audioObjectType is 0");
    }

    private static int ReadSampleRate(ref BitReader reader)
    {
        int index = reader.ReadBits(4);
        int rate = index switch
        {
            ExplicitRate => reader.ReadBits(24),
            _ when index < SampleRates.Length => SampleRates[index],
            _ => throw new MediaFormatException($"AAC: samplingFrequencyIndex {index} is reserved"),
        };
        return rate != 0 ? rate : throw new MediaFormatException("AAC: sampling frequency is 0");
    }

    private ref struct BitReader(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> _data = data;
        private int _position;

        public int ReadBits(int count)
        {
            if (_position + count > _data.Length * 8L)
            {
                throw new MediaFormatException("AAC: the configuration ends early");
            }

            int value = 0;
            for (int bit = 0; bit < count; bit++, _position++)
            {
                value = (value << 1) | ((_data[_position >> 3] >> (7 - (_position & 7))) & 1);
            }

            return value;
        }
    }
}
