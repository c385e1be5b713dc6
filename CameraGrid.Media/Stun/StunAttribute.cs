namespace CameraGrid.Media.Stun;

/// <summary>The attributes that a check of ICE is made of (RFC 8489, 18.3; RFC 8445, 16.1).</summary>
internal enum StunAttribute : ushort
{
    Username = 0x0006,
    MessageIntegrity = 0x0008,
    XorMappedAddress = 0x0020,
    UseCandidate = 0x0025,
    Fingerprint = 0x8028,
}
