using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CameraGrid.Media.Srtp;

/// <summary>AES in counter mode as SRTP has it (RFC 3711, 4.1.1). Allocates nothing per packet. Not thread-safe.</summary>
internal sealed class AesCounterMode : IDisposable
{
    private const int BlockSize = 16;
    private readonly Aes _aes;
    private readonly ICryptoTransform _encryptor;
    private readonly byte[] _salt;
    private readonly byte[] _counters;
    private readonly byte[] _stream;

    /// <param name="key">16 bytes.</param>
    /// <param name="salt">14 bytes.</param>
    /// <param name="largest">Bytes of the largest packet.</param>
    [SuppressMessage("Security", "CA5358", Justification = "Counter mode is made of single blocks.")]
    public AesCounterMode(byte[] key, byte[] salt, int largest)
    {
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.Key = key;
        _encryptor = _aes.CreateEncryptor();
        _salt = salt;
        var blocks = (largest + BlockSize - 1) / BlockSize;
        _counters = new byte[blocks * BlockSize];
        _stream = new byte[blocks * BlockSize];
    }

    /// <summary>Encrypts, or decrypts, in place.</summary>
    /// <param name="data">Part of a packet.</param>
    /// <param name="ssrc">Its stream.</param>
    /// <param name="index">The packet's index, 48 bits.</param>
    public void Apply(Span<byte> data, uint ssrc, ulong index)
    {
        if (data.IsEmpty)
        {
            return;
        }

        // IV = (k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16)
        Span<byte> iv = stackalloc byte[BlockSize];
        _salt.CopyTo(iv);
        BinaryPrimitives.WriteUInt32BigEndian(iv[4..], BinaryPrimitives.ReadUInt32BigEndian(iv[4..]) ^ ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(iv[8..], BinaryPrimitives.ReadUInt64BigEndian(iv[8..]) ^ (index << 16));
        var blocks = (data.Length + BlockSize - 1) / BlockSize;
        for (var block = 0; block < blocks; block++)
        {
            iv.CopyTo(_counters.AsSpan(block * BlockSize));
            BinaryPrimitives.WriteUInt16BigEndian(_counters.AsSpan(block * BlockSize + 14), (ushort)block);
        }

        // One call for all blocks of a packet: each one costs far more than a block does.
        _encryptor.TransformBlock(_counters, 0, blocks * BlockSize, _stream, 0);
        for (var i = 0; i < data.Length; i++)
        {
            data[i] ^= _stream[i];
        }
    }

    public void Dispose()
    {
        _encryptor.Dispose();
        _aes.Dispose();
    }
}
