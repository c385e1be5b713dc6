namespace CameraGrid.Media.Srtp;

/// <summary>Cipher and authentication of RTCP in one direction.</summary>
internal sealed class SrtcpTransform : IDisposable
{
    public SrtcpTransform(SrtpKeys keys, int largest)
    {
        var key = new byte[SrtpKeys.KeySize];
        var salt = new byte[SrtpKeys.SaltSize];
        var authentication = new byte[SrtpAuthentication.KeySize];
        keys.Derive(SrtpLabel.RtcpEncryption, key);
        keys.Derive(SrtpLabel.RtcpSalt, salt);
        keys.Derive(SrtpLabel.RtcpAuthentication, authentication);
        Cipher = new AesCounterMode(key, salt, largest);
        Authentication = new SrtpAuthentication(authentication);
    }

    public AesCounterMode Cipher { get; }

    public SrtpAuthentication Authentication { get; }

    public void Dispose()
    {
        Cipher.Dispose();
        Authentication.Dispose();
    }
}
