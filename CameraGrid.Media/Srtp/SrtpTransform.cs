namespace CameraGrid.Media.Srtp;

/// <summary>Cipher and authentication of RTP, or of RTCP, in one direction.</summary>
internal sealed class SrtpTransform : IDisposable
{
    private SrtpTransform(SrtpKeys keys, SrtpLabel encryption, SrtpLabel authentication, SrtpLabel salt, int largest)
    {
        Cipher = new AesCounterMode(
            Derive(keys, encryption, SrtpKeys.KeySize),
            Derive(keys, salt, SrtpKeys.SaltSize),
            largest
        );
        Authentication = new SrtpAuthentication(Derive(keys, authentication, SrtpAuthentication.KeySize));
    }

    public AesCounterMode Cipher { get; }

    public SrtpAuthentication Authentication { get; }

    public static SrtpTransform OfRtp(SrtpKeys keys, int largest) =>
        new(keys, SrtpLabel.RtpEncryption, SrtpLabel.RtpAuthentication, SrtpLabel.RtpSalt, largest);

    public static SrtpTransform OfRtcp(SrtpKeys keys, int largest) =>
        new(keys, SrtpLabel.RtcpEncryption, SrtpLabel.RtcpAuthentication, SrtpLabel.RtcpSalt, largest);

    public void Dispose()
    {
        Cipher.Dispose();
        Authentication.Dispose();
    }

    private static byte[] Derive(SrtpKeys keys, SrtpLabel label, int size)
    {
        var key = new byte[size];
        keys.Derive(label, key);
        return key;
    }
}
