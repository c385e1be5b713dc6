using CameraGrid.Simulator;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Faults;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Simulator.Faults;

public sealed class CameraFaultsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SimulatedCameras _cameras;
    private readonly CameraFaults _faults;

    public CameraFaultsTests()
    {
        var options = Options.Create(new SimulatorOptions());
        _cameras = new SimulatedCameras(options, _time);
        _faults = new CameraFaults(_cameras, options, _time);
    }

    public void Dispose() => _faults.Dispose();

    [Fact]
    public void A_timed_fault_ends_when_its_time_is_up()
    {
        var connection = Connect("/cam1/main");
        _faults.Set("cam1", null, new Fault(FaultKind.Freeze) { Seconds = 20 });
        var changed = new List<string>();
        _faults.Changed += changed.Add;

        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.True(connection.Has(FaultKind.Freeze));
        Assert.Equal(1.0, Assert.Single(_faults.List()).SecondsLeft);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(connection.Has(FaultKind.Freeze));
        Assert.True(connection.IsEmpty);
        Assert.Equal(["cam1"], changed);
        Assert.Empty(_faults.List());
    }

    [Fact]
    public void A_counted_and_timed_fault_leaves_those_that_met_it_when_its_time_is_up()
    {
        var (met, late) = (Connect("/cam1/main"), Connect("/cam1/main"));
        _faults.Set("cam1", "main", new Fault(FaultKind.Freeze) { Seconds = 20, Count = 1 });

        Assert.True(met.Has(FaultKind.Freeze));
        Assert.True(met.Has(FaultKind.Freeze));
        Assert.False(late.Has(FaultKind.Freeze));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(met.Has(FaultKind.Freeze));
        Assert.True(met.IsEmpty);
    }

    [Fact]
    public void A_fault_takes_the_place_of_the_one_of_its_kind_and_its_time_is_its_own()
    {
        var connection = Connect("/cam1/main");
        _faults.Set("cam1", null, new Fault(FaultKind.Loss) { Seconds = 10, Value = 1 });
        _time.Advance(TimeSpan.FromSeconds(5));

        _faults.Set("cam1", null, new Fault(FaultKind.Loss) { Seconds = 10, Value = 20 });
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(20, connection.Find(FaultKind.Loss)!.Value);
        Assert.Single(_faults.List());
    }

    [Fact]
    public void A_fault_is_of_a_camera_with_its_streams_or_of_one_stream()
    {
        var (main, sub, other) = (Connect("/cam1/main"), Connect("/cam1/sub"), Connect("/cam2/main"));

        _faults.Set("cam1", "sub", new Fault(FaultKind.Freeze));
        _faults.Set("cam1", null, new Fault(FaultKind.Garbage));

        Assert.False(main.Has(FaultKind.Freeze));
        Assert.True(sub.Has(FaultKind.Freeze));
        Assert.All([main, sub], faults => Assert.True(faults.Has(FaultKind.Garbage)));
        Assert.True(other.IsEmpty);
        _faults.Clear("cam1", "sub");
        Assert.True(sub.Has(FaultKind.Garbage));
        Assert.False(sub.Has(FaultKind.Freeze));
        _faults.Set("cam1", "sub", new Fault(FaultKind.Freeze));
        _faults.Clear("cam1");
        Assert.True(sub.IsEmpty);
    }

    [Fact]
    public void A_fault_of_no_camera_or_without_sense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _faults.Set("cam99", null, new Fault(FaultKind.Freeze)));
        Assert.Throws<ArgumentException>(() => _faults.Set("mjpeg", "sub", new Fault(FaultKind.Freeze)));
        Assert.Throws<ArgumentException>(() => _faults.Set("cam1", null, new Fault(FaultKind.Freeze) { Value = 1 }));
        Assert.Throws<ArgumentException>(() => _faults.Clear("cam99"));
    }

    private ConnectionFaults Connect(string path) => new(_faults.Of(_cameras.Find(path)!), () => { });
}
