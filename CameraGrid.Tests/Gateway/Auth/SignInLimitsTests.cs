using System.Net;
using CameraGrid.Gateway.Auth;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Gateway.Auth;

public sealed class SignInLimitsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SignInLimits _limits;

    public SignInLimitsTests() => _limits = new SignInLimits(_time);

    [Fact]
    public void A_name_is_tried_so_often_from_wherever_and_then_once_every_so_often()
    {
        for (var wrong = 0; wrong < SignInLimits.PerName; wrong++)
        {
            Assert.Null(_limits.Take(IPAddress.Parse($"10.0.0.{wrong}"), "ann"));
        }

        Assert.Equal(SignInLimits.NameBackEvery, _limits.Take(IPAddress.Loopback, "ann"));
        Assert.Null(_limits.Take(IPAddress.Loopback, "bob"));
        _time.Advance(SignInLimits.NameBackEvery);
        Assert.Null(_limits.Take(IPAddress.Loopback, "ann"));
        Assert.NotNull(_limits.Take(IPAddress.Loopback, "ann"));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", "192.0.2.2")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", "::ffff:192.0.2.2")]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1")]
    public void An_address_is_tried_so_often_whatever_the_names(string from, string same, string other)
    {
        for (var wrong = 0; wrong < SignInLimits.PerAddress; wrong++)
        {
            Assert.Null(_limits.Take(IPAddress.Parse(from), $"name{wrong}"));
        }

        Assert.NotNull(_limits.Take(IPAddress.Parse(same), "ann"));
        Assert.Null(_limits.Take(IPAddress.Parse(other), "ann"));
        _time.Advance(SignInLimits.AddressBackEvery);
        Assert.Null(_limits.Take(IPAddress.Parse(same), "ann"));
    }

    [Fact]
    public void What_was_no_wrong_attempt_costs_nothing()
    {
        for (var right = 0; right < 10 * SignInLimits.PerAddress; right++)
        {
            Assert.Null(_limits.Take(IPAddress.Loopback, "ann"));
            _limits.GiveBack(IPAddress.Loopback, "ann");
        }
    }

    [Fact]
    public void When_all_places_are_taken_everybody_new_shares_one_and_nobody_gets_around_it()
    {
        for (var i = 0; i < SignInLimits.MostRemembered; i++)
        {
            Assert.Null(_limits.Take(new IPAddress(BitConverter.GetBytes(0x0A000000 + i)), $"name{i}"));
        }

        var let = 0;
        for (var i = 0; i < 10 * SignInLimits.PerAddress; i++)
        {
            let += _limits.Take(new IPAddress(BitConverter.GetBytes(0x0B000000 + i)), $"other{i}") is null ? 1 : 0;
        }

        Assert.Equal(SignInLimits.PerName, let);
        // Those who tried long ago make room.
        _time.Advance(SignInLimits.NameBackEvery * SignInLimits.PerName);
        Assert.Null(_limits.Take(IPAddress.Parse("192.0.2.9"), "ann"));
    }
}
