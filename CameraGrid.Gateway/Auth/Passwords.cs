using System.Buffers.Binary;
using System.Security.Cryptography;
using CameraGrid.Cameras;
using Microsoft.AspNetCore.Cryptography.KeyDerivation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CameraGrid.Gateway.Auth;

/// <summary>
/// Hashes and compares passwords, PBKDF2 with HMAC-SHA512. Each takes some 0.4 s of a core by design, so only a few run at
/// a time, and few wait: pictures pass through the same processor.
/// </summary>
internal sealed class Passwords : IDisposable
{
    // OWASP's figure for SHA-256 (Password Storage Cheat Sheet); its one for SHA-512 is lower.
    private const int Rounds = 600_000;

    // Some seconds of waiting, no more.
    private const int MostWaiting = 16;

    private static readonly PasswordHasher<string> Hasher = new(
        Options.Create(new PasswordHasherOptions { IterationCount = Rounds })
    );

    private readonly SemaphoreSlim _turn = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _waiting;

    /// <summary>
    /// A hash of no password, to compare with where there is no account. As ASP.NET's hasher writes its own: a 1, the number of
    /// HMAC-SHA512, the rounds and the length of the salt, big-endian, then salt and key.
    /// </summary>
    internal static string Nobodys { get; } = MakeNobodys();

    /// <summary>A hash that says itself how it was made.</summary>
    /// <exception cref="PasswordsBusyException">Too many wait.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => Hasher.HashPassword("", password), cancellationToken);

    /// <summary>Whether the password is that of the account. Without an account it takes as long to say no.</summary>
    /// <exception cref="PasswordsBusyException">Too many wait.</exception>
    public Task<bool> VerifyAsync(Account? account, string password, CancellationToken cancellationToken)
    {
        var cut = password.Length <= AccountRules.LongestPassword ? password : "";
        return InTurnAsync(
            () =>
            {
                var hash = account is { PasswordHash.Length: > 0 } ? account.PasswordHash : Nobodys;
                return Hasher.VerifyHashedPassword("", hash, cut) is not PasswordVerificationResult.Failed
                    && account is not null;
            },
            cancellationToken
        );
    }

    public void Dispose() => _turn.Dispose();

    private static string MakeNobodys()
    {
        var hash = RandomNumberGenerator.GetBytes(13 + 16 + 32);
        hash[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(1), (uint)KeyDerivationPrf.HMACSHA512);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(5), Rounds);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(9), 16);
        return Convert.ToBase64String(hash);
    }

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
            {
                throw new PasswordsBusyException();
            }

            await _turn.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            // A thread of its own: it would hold one of the pool, which is small, all that time.
            return await Task.Factory.StartNew(
                work,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>Too many passwords are being compared.</summary>
internal sealed class PasswordsBusyException : Exception;
