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
}
