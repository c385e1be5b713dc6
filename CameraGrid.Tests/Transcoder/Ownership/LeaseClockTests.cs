using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ownership;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Ownership;

public sealed class LeaseClockTests
{
    [Fact]
    public void A_lease_counts_from_before_the_store_was_asked_and_says_when_it_holds_again()
    {
        var time = new FakeTimeProvider();
        var lease = new LeaseClock(time);
        var restored = 0;
        lease.Restored += () => restored++;
        Assert.False(lease.IsCurrent);

        var asked = time.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(2));
        lease.Renewed(asked);
        Assert.Equal(TimeSpan.FromSeconds(2), lease.Age);
        lease.Renewed(time.GetTimestamp());
        Assert.Equal(1, restored);

        time.Advance(OwnerStore.Lease);
        Assert.False(lease.IsCurrent);
        lease.Renewed(time.GetTimestamp());
        Assert.True(lease.IsCurrent);
        Assert.Equal(2, restored);
    }

    [Fact]
    public void What_is_left_of_a_lease_is_never_less_than_nothing()
    {
        var time = new FakeTimeProvider();
        var lease = new LeaseClock(time);
        Assert.Equal(TimeSpan.Zero, lease.Left);

        lease.Renewed(time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(OwnerStore.Lease - TimeSpan.FromSeconds(3), lease.Left);

        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((TimeSpan.Zero, false), (lease.Left, lease.IsCurrent));
    }
}
