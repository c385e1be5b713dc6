using CameraGrid.Media.Sdp;
using CameraGrid.Media.Srtp;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace CameraGrid.Transcoder.Whep;

/// <summary>
/// This side of a DTLS handshake that agrees on SRTP keys (RFC 5764): DTLS 1.2, elliptic curves, and a peer that shows the
/// certificate it has announced.
/// </summary>
internal sealed class DtlsSrtpServer(DtlsIdentity identity, CertificateFingerprint peer, TimeSpan limit)
    : DefaultTlsServer(new BcTlsCrypto(new SecureRandom()))
{
    private const string ExporterLabel = "EXTRACTOR-dtls_srtp";

    /// <summary>What was agreed on; null until the handshake is complete.</summary>
    public (SrtpKeys Client, SrtpKeys Server)? Keys { get; private set; }

    public override int GetHandshakeTimeoutMillis() => (int)limit.TotalMilliseconds;

    // A browser on a near network answers within milliseconds: what was lost is sent again soon.
    public override int GetHandshakeResendTimeMillis() => 250;

    // Without it (RFC 7627) a third party could bring two sessions to the same keys.
    public override bool RequiresExtendedMasterSecret() => true;

    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        base.ProcessClientExtensions(clientExtensions);
        var offered = clientExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(clientExtensions);
        if (offered?.ProtectionProfiles.Contains(SrtpProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80) != true)
        {
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
        }
    }

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        var extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetServerExtensions());
        TlsSrtpUtilities.AddUseSrtpExtension(
            extensions,
            new UseSrtpData([SrtpProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80], [])
        );
        return extensions;
    }

    public override CertificateRequest GetCertificateRequest() =>
        new(
            [ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign],
            TlsUtilities.GetDefaultSupportedSignatureAlgorithms(m_context),
            null
        );

    // The fingerprint of the offer is all that says whose certificate it is (RFC 8122, 6.2).
    public override void NotifyClientCertificate(Certificate clientCertificate)
    {
        if (clientCertificate.IsEmpty || !peer.IsOf(clientCertificate.GetCertificateAt(0).GetEncoded()))
        {
            throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
    }

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        Keys = SrtpKeys.FromExported(m_context.ExportKeyingMaterial(ExporterLabel, null, SrtpKeys.ExportedSize));
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() =>
        [
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        ];

    protected override TlsCredentialedSigner GetECDsaSignerCredentials() =>
        identity.SignerFor(m_context, (BcTlsCrypto)Crypto);
}
