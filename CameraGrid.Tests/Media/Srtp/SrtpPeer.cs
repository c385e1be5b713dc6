using System.Buffers.Binary;
using System.Security.Cryptography;
using CameraGrid.Media.Rtp;
using CameraGrid.Media.Srtp;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace CameraGrid.Tests.Media.Srtp;

/// <summary>The receiving side of SRTP, with ciphers of another library: for one stream, packets in order or nearly so.</summary>
internal sealed class SrtpPeer
{
    private readonly byte[] _key = new byte[16];
    private readonly byte[] _salt = new byte[14];
    private readonly byte[] _authentication = new byte[20];
    private long _highest = -1;

    public SrtpPeer(SrtpKeys keys)
    {
        keys.Derive(SrtpLabel.RtpEncryption, _key);
        keys.Derive(SrtpLabel.RtpSalt, _salt);
        keys.Derive(SrtpLabel.RtpAuthentication, _authentication);
    }

    /// <summary>The packet as it was before; null where it is not authentic.</summary>
    public byte[]? Unprotect(ReadOnlySpan<byte> datagram)
    {
        var packet = datagram[..^SrtpSender.Overhead].ToArray();
        if (!RtpHeader.TryRead(packet, out var header, out var payload))
        {
            return null;
        }

        _highest = _highest < 0 ? header.SequenceNumber : _highest;
        var index = _highest + (short)(header.SequenceNumber - (ushort)_highest);
        byte[] rollover = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, (uint)(index >> 16));
        byte[] authenticated = [.. packet, .. rollover];
        var hash = HMACSHA1.HashData(_authentication, authenticated);
        if (!datagram[^SrtpSender.Overhead..].SequenceEqual(hash.AsSpan(0, SrtpSender.Overhead)))
        {
            return null;
        }

        _highest = Math.Max(_highest, index);
        var iv = new byte[16];
        _salt.CopyTo(iv, 0);
        for (var i = 0; i < 4; i++)
        {
            iv[4 + i] ^= (byte)(header.Ssrc >> (24 - 8 * i));
        }

        for (var i = 0; i < 6; i++)
        {
            iv[8 + i] ^= (byte)(index >> (40 - 8 * i));
        }

        var cipher = CipherUtilities.GetCipher("AES/CTR/NoPadding");
        cipher.Init(forEncryption: false, new ParametersWithIV(new KeyParameter(_key), iv));
        var head = packet.Length - payload.Length;
        return [.. packet[..head], .. cipher.DoFinal(packet, head, payload.Length)];
    }
}
