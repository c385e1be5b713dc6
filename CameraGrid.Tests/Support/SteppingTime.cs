using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Support;

/// <summary>Time that tests advance, and whose wall clock they set, as people and NTP do. Time that passed is not changed by it.</summary>
internal sealed class SteppingTime() : FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    private TimeSpan _set;

    /// <summary>Sets the wall clock forward, or back by a negative step.</summary>
    public void Step(TimeSpan step) => _set += step;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _set;

    // That of the base class is made of its wall clock.
    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
