using System.Net.Sockets;
using CameraGrid.Media.Srtp;
using CameraGrid.Transcoder.Whep;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace CameraGrid.Tests.Transcoder.Whep;

/// <summary>The browser's side of the handshake.</summary>
internal sealed class DtlsSrtpClient(DtlsIdentity identity) : DefaultTlsClient(new BcTlsCrypto(new SecureRandom()))
{
    public (SrtpKeys Client, SrtpKeys Server)? Keys { get; private set; }

    public override int GetHandshakeTimeoutMillis() => 10_000;

    public override bool RequiresExtendedMasterSecret() => true;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        var extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetClientExtensions());
        TlsSrtpUtilities.AddUseSrtpExtension(
            extensions,
            new UseSrtpData([SrtpProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80], [])
        );
        return extensions;
    }

    public override TlsAuthentication GetAuthentication() =>
        new Authentication(identity.SignerFor(m_context, (BcTlsCrypto)Crypto));

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        Keys = SrtpKeys.FromExported(
            m_context.ExportKeyingMaterial("EXTRACTOR-dtls_srtp", null, SrtpKeys.ExportedSize)
        );
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    private sealed class Authentication(TlsCredentials credentials) : TlsAuthentication
    {
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
        {
            // Its fingerprint is for browsers to check; this one only takes what comes.
        }

        public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) => credentials;
    }
}

/// <summary>A peer's socket as DTLS takes it: what is no DTLS is passed over.</summary>
internal sealed class PeerDatagrams(Socket socket) : DatagramTransport
{
    public int GetReceiveLimit() => WhepSocket.LargestDatagram;

    public int GetSendLimit() => WhepSocket.LargestPacket;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        while (socket.Poll(TimeSpan.FromMilliseconds(Math.Max(1, waitMillis)), SelectMode.SelectRead))
        {
            var length = socket.Receive(buffer);
            if (length > 0 && buffer[0] is >= 20 and <= 63)
            {
                return length;
            }
        }

        return -1;
    }

    public void Send(byte[] buf, int off, int len) => socket.Send(buf, off, len, SocketFlags.None);

    public void Send(ReadOnlySpan<byte> buffer) => socket.Send(buffer);

    public void Close() => socket.Close();
}
