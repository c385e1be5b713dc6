namespace CameraGrid.Tests.Support;

/// <summary>Damages bytes at random, the same way with the same seed.</summary>
internal sealed class Mutations(int seed)
{
    private readonly Random _random = new(seed);

    public byte[] Next(byte[] source)
    {
        List<byte> bytes = [.. source];
        int count = 1 + _random.Next(4);
        for (int change = 0; change < count && bytes.Count > 0; change++)
        {
            int at = _random.Next(bytes.Count);
            int length = Math.Min(1 + _random.Next(16), bytes.Count - at);
            switch (_random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 2:
                    bytes[at] = 0xFF;
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 5:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)(_random.Next(2) * 0xFF), length));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
