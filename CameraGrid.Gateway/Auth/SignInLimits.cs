using System.Net;
using System.Net.Sockets;

namespace CameraGrid.Gateway.Auth;

/// <summary>
/// Bounds wrong sign-ins, by address and by name: so many at once, then one every so often. A right one costs nothing. What
/// it remembers is bounded: when all places are taken by those who tried lately, everybody new shares one.
/// </summary>
internal sealed class SignInLimits(TimeProvider time)
{
    /// <summary>Addresses remembered at the same time, and names.</summary>
    public const int MostRemembered = 10_000;

    /// <summary>Wrong sign-ins of one address at once.</summary>
    public const int PerAddress = 20;

    /// <summary>Wrong sign-ins of one name at once, from wherever.</summary>
    public const int PerName = 10;

    /// <summary>So often comes one more, for a name.</summary>
    public static readonly TimeSpan NameBackEvery = TimeSpan.FromSeconds(30);

    /// <summary>So often comes one more, for an address.</summary>
    public static readonly TimeSpan AddressBackEvery = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Attempts _addresses = new(time, PerAddress, AddressBackEvery);
    private readonly Attempts _names = new(time, PerName, NameBackEvery);

    /// <summary>Counts one attempt as wrong, until <see cref="GiveBack"/>.</summary>
    /// <returns>How long to wait before the next one; null where this one may be made.</returns>
    public TimeSpan? Take(IPAddress? address, string? name)
    {
        var (from, who) = (KeyOf(address), name ?? "");
        lock (_gate)
        {
            if ((_addresses.Wait(from) ?? _names.Wait(who)) is { } wait)
            {
                return wait;
            }

            _addresses.Add(from, -1);
            _names.Add(who, -1);
            return null;
        }
    }

    /// <summary>The attempt was no wrong one.</summary>
    public void GiveBack(IPAddress? address, string? name)
    {
        lock (_gate)
        {
            _addresses.Add(KeyOf(address), 1);
            _names.Add(name ?? "", 1);
        }
    }

    // Whoever has an IPv6 address has the 2^64 of its network (RFC 4291, 2.5.1).
    private static string KeyOf(IPAddress? address) =>
        address switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes()[..8]),
            _ => address.ToString(),
        };

    /// <summary>A bucket a key, which fills by one every so often.</summary>
    private sealed class Attempts(TimeProvider time, int most, TimeSpan backEvery)
    {
        private const string Everybody = "\0";
        private readonly Dictionary<string, (double Left, long At)> _buckets = new(StringComparer.Ordinal);
        private long? _clearedAt;

        public TimeSpan? Wait(string key)
        {
            var left = LeftOf(PlaceOf(key));
            return left >= 1 ? null : backEvery * (1 - left);
        }

        public void Add(string key, int count)
        {
            var place = PlaceOf(key);
            var left = Math.Min(most, LeftOf(place) + count);
            if (left >= most)
            {
                _buckets.Remove(place);
            }
            else
            {
                _buckets[place] = (left, time.GetTimestamp());
            }
        }

        private double LeftOf(string place) =>
            _buckets.TryGetValue(place, out var bucket)
                ? Math.Min(most, bucket.Left + (time.GetElapsedTime(bucket.At) / backEvery))
                : most;

        private string PlaceOf(string key)
        {
            if (_buckets.ContainsKey(key) || _buckets.Count < MostRemembered)
            {
                return key;
            }

            // Looking through all of them takes a while, so not for each attempt of a crowd.
            if (_clearedAt is not { } at || time.GetElapsedTime(at) >= backEvery)
            {
                _clearedAt = time.GetTimestamp();
                foreach (var full in _buckets.Keys.Where(place => LeftOf(place) >= most).ToList())
                {
                    _buckets.Remove(full);
                }
            }

            return _buckets.Count < MostRemembered ? key : Everybody;
        }
    }
}
