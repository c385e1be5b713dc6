using System.Net;
using System.Text;
using CameraGrid.Media.Stun;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.Stun;

public sealed class StunTests
{
    private static readonly byte[] Password = Encoding.ASCII.GetBytes("VOkJxbRl1RmTxUk/WvJxBt");

    /// <summary>RFC 5769, 2.1: sample request.</summary>
    private static readonly byte[] Request = Convert.FromHexString(
        "000100582112a442b7e7a701bc34d686fa87dfae"
            + "802200105354554e207465737420636c69656e74"
            + "002400046e0001ff"
            + "80290008932ff9b151263b36"
            + "000600096576746a3a68367659202020"
            + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
            + "80280004e57a3bcf"
    );

    /// <summary>RFC 5769, 2.2: sample IPv4 response, of which SOFTWARE is no part here.</summary>
    private static readonly byte[] TransactionId = Convert.FromHexString("b7e7a701bc34d686fa87dfae");

    [Fact]
    public void The_sample_request_of_RFC_5769_is_read_and_authentic()
    {
        Assert.True(StunMessage.TryRead(Request, out var message));

        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(message.Username));
        Assert.True(message.TransactionId.SequenceEqual(TransactionId));
        Assert.True(message.IsAuthentic(Password));
        Assert.False(message.IsAuthentic("another"u8));
        Assert.False(message.Nominates);
    }

    [Theory]
    [InlineData("192.0.2.1", "00200008" + "0001a147e112a643")]
    [InlineData("2001:db8:1234:5678:11:2233:4455:6677", "00200014" + "0002a1470113a9faa5d3f179bc25f4b5bed2b9d9")]
    public void An_answer_tells_the_address_as_the_samples_of_RFC_5769_do(string address, string attribute)
    {
        var answer = new byte[StunBindingResponse.LargestSize];

        var length = StunBindingResponse.Write(
            answer,
            TransactionId,
            new IPEndPoint(IPAddress.Parse(address), 32853),
            Password
        );

        var hex = Convert.ToHexStringLower(answer.AsSpan(0, length));
        Assert.StartsWith($"0101{length - 20:x4}2112a442b7e7a701bc34d686fa87dfae{attribute}00080014", hex);
        Assert.True(StunFingerprint.Holds(answer.AsSpan(0, length)));
    }

    [Fact]
    public void An_IPv4_peer_of_a_socket_for_both_is_told_its_IPv4_address()
    {
        var (mapped, plain) = (new byte[StunBindingResponse.LargestSize], new byte[StunBindingResponse.LargestSize]);
        var address = IPAddress.Parse("192.0.2.1");

        StunBindingResponse.Write(mapped, TransactionId, new IPEndPoint(address.MapToIPv6(), 32853), Password);
        StunBindingResponse.Write(plain, TransactionId, new IPEndPoint(address, 32853), Password);

        Assert.Equal(plain, mapped);
    }

    [Fact]
    public void No_part_of_a_request_is_a_request()
    {
        for (var length = 0; length < Request.Length; length++)
        {
            Assert.False(StunMessage.TryRead(Request.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Damaged_requests_are_read_or_not_but_never_authentic_unless_whole()
    {
        var mutations = new Mutations(seed: 8489);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = mutations.Next(Request);
            if (StunMessage.TryRead(damaged, out var message) && message.IsAuthentic(Password))
            {
                // What is authentic says what the original does, up to what follows the integrity.
                Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(message.Username));
            }
        }
    }
}
