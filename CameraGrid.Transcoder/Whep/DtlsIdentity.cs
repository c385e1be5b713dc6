using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CameraGrid.Media.Sdp;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using CertificateRequest = System.Security.Cryptography.X509Certificates.CertificateRequest;
using HashAlgorithm = Org.BouncyCastle.Tls.HashAlgorithm;

namespace CameraGrid.Transcoder.Whep;

/// <summary>
/// The certificate that this process shows in every session: ECDSA on P-256, signed by itself, made at start. Its hash stands
/// in each answer, which the browser got over a way that it trusts (RFC 8827, 6.5).
/// </summary>
internal sealed class DtlsIdentity
{
    private readonly byte[] _certificate;
    private readonly AsymmetricKeyParameter _key;

    public DtlsIdentity(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=CameraGrid", key, HashAlgorithmName.SHA256);
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        _certificate = certificate.Export(X509ContentType.Cert);
        _key = PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey());
        Fingerprint = CertificateFingerprint.Of(_certificate);
    }

    public CertificateFingerprint Fingerprint { get; }

    public TlsCredentialedSigner SignerFor(TlsContext context, BcTlsCrypto crypto) =>
        new BcDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(context),
            crypto,
            _key,
            new Certificate([crypto.CreateCertificate(_certificate)]),
            SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa)
        );
}
