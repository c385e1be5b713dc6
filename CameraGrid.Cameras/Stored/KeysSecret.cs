using System.Security.Cryptography;
using System.Text;
using CameraGrid.Cameras.Configuration;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.Cameras;

/// <summary>
/// A secret from outside of the store, which seals the keys of <see cref="CameraKeys"/> where it is set: then the store alone
/// opens no camera's password.
/// </summary>
public sealed class KeysSecret
{
    /// <summary>Holds it. All services that share a store need the same one.</summary>
    public const string Key = "CAMGRID_KEYS_SECRET";

    /// <summary>Names a file that holds it.</summary>
    public const string FileKey = "CAMGRID_KEYS_SECRET_FILE";

    // The key is made of it in no time, so nobody may guess it.
    private const int Shortest = 32;

    private const string Mark = "sealed:";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[]? _key;

    internal KeysSecret(string? secret) =>
        _key = secret is null
            ? null
            : HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                Encoding.UTF8.GetBytes(secret),
                outputLength: 32,
                info: "CameraGrid camera keys"u8.ToArray()
            );

    /// <summary>The configured one; where there is none, one that leaves all as it is.</summary>
    /// <param name="configuration">Where the keys are looked up.</param>
    /// <param name="errors">Takes what is wrong, each with its key and without the secret.</param>
    public static KeysSecret From(IConfiguration configuration, ICollection<string> errors) =>
        new(
            SecretSetting.Read(
                configuration,
                Key,
                FileKey,
                secret => secret.Length >= Shortest,
                $"needs {Shortest} characters or more, as \"openssl rand -base64 32\" makes them",
                errors
            )
        );

    internal bool IsSet => _key is not null;

    /// <summary>Whether a text is one that <see cref="Seal"/> made with a secret.</summary>
    internal static bool IsSealed(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    // AES-256-GCM: nonce, tag, cipher text, in base64.
    internal string Seal(string text)
    {
        if (_key is null)
        {
            return text;
        }

        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return Mark + Convert.ToBase64String(box);
    }

    /// <returns>Null where it was sealed with another secret, or is damaged.</returns>
    internal string? Open(string text)
    {
        if (!IsSealed(text))
        {
            return text;
        }

        var box = new byte[text.Length];
        if (
            _key is null
            || !Convert.TryFromBase64String(text[Mark.Length..], box, out var length)
            || length < NonceBytes + TagBytes
        )
        {
            return null;
        }

        var cipher = box.AsSpan((NonceBytes + TagBytes)..length);
        var plain = new byte[cipher.Length];
        try
        {
            using var aes = new AesGcm(_key, TagBytes);
            aes.Decrypt(box.AsSpan(0, NonceBytes), cipher, box.AsSpan(NonceBytes, TagBytes), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
