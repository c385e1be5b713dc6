using CameraGrid.Simulator.Faults;

namespace CameraGrid.Tests.Simulator.Faults;

public sealed class TimestampFaultTests
{
    private const int ClockRate = 90000;
    private const uint Step = 3600;

    // Near the end of 32 bits: the faults must survive its wrap.
    private const uint Start = uint.MaxValue - 10 * Step;
    private readonly StreamFaults _stream = new();
    private readonly TimestampFaults _timestamps;
    private uint _frame = Start;

    public TimestampFaultTests() => _timestamps = new(new ConnectionFaults(_stream, () => { }), ClockRate);

    [Theory]
    [InlineData(nameof(FaultKind.JumpForward), 60.0, 60 * ClockRate)]
    [InlineData(nameof(FaultKind.JumpForward), null, 10 * ClockRate)]
    [InlineData(nameof(FaultKind.JumpBack), 60.0, -60 * ClockRate)]
    public void They_jump_and_stay_there(string kind, double? value, int offset)
    {
        Assert.Equal([0, 0], Offsets(2));

        Set(new Fault(Enum.Parse<FaultKind>(kind)) { Value = value });
        Assert.Equal(Enumerable.Repeat(offset, 20), Offsets(20));

        _stream.Replace([]);
        Assert.Equal([0, 0], Offsets(2));
    }

    [Fact]
    public void They_repeat()
    {
        Set(new Fault(FaultKind.RepeatTimestamps) { Value = 3 });

        int[] group = [0, -(int)Step, -2 * (int)Step];
        Assert.Equal([.. group, .. group, .. group, .. group], Offsets(12));
    }

    [Fact]
    public void They_are_not_set()
    {
        Set(new Fault(FaultKind.UnsetTimestamps));

        Assert.Equal([0u, 0u, 0u], Frames(3));
    }

    [Theory]
    [InlineData(1.0, 36)]
    [InlineData(-0.5, -18)]
    public void They_drift_and_go_on_from_there(double percent, int drift)
    {
        Offsets(5);

        Set(new Fault(FaultKind.Drift) { Value = percent });
        Assert.Equal(Enumerable.Range(1, 100).Select(n => n * drift), Offsets(100));
        Assert.Equal(100 * drift, unchecked((int)(_timestamps.Clock(_frame) - _frame)));

        _stream.Replace([]);
        Assert.Equal([100 * drift, 100 * drift], Offsets(2));
    }

    private void Set(Fault fault) =>
        _stream.Replace([new ActiveFault("cam1", null, fault, [_stream], TimeProvider.System)]);

    private List<uint> Frames(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var timestamp = _timestamps.Frame(_frame);
                    _frame = unchecked(_frame + Step);
                    return timestamp;
                }),
        ];

    /// <summary>How far the next timestamps are from the right ones.</summary>
    private List<int> Offsets(int count)
    {
        var first = _frame;
        return [.. Frames(count).Select((timestamp, i) => unchecked((int)(timestamp - (first + Step * (uint)i))))];
    }
}
