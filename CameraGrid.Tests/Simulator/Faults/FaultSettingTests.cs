using CameraGrid.Simulator.Faults;

namespace CameraGrid.Tests.Simulator.Faults;

public sealed class FaultSettingTests
{
    [Theory]
    [InlineData("cam3:reboot:20s", "cam3", null, "reboot", 20.0, null, null)]
    [InlineData("cam1/sub:loss=20", "cam1", "sub", "loss", null, null, 20.0)]
    [InlineData("cam2/main:status-503:x3", "cam2", "main", "status-503", null, 3, null)]
    [InlineData("clock:drift=-0.5:x2:1.5s", "clock", null, "drift", 1.5, 2, -0.5)]
    [InlineData("bench1:freeze-all", "bench1", null, "freeze-all", null, null, null)]
    public void A_text_says_whose_fault_which_and_how_long(
        string text,
        string camera,
        string? stream,
        string kind,
        double? seconds,
        int? count,
        double? value
    )
    {
        var setting = FaultSetting.Parse(text, out var error);

        Assert.Null(error);
        Assert.Equal(new FaultSetting(camera, stream, Fault.Create(kind, seconds, count, value, out _)!), setting);
    }

    [Theory]
    [InlineData("", "must be like")]
    [InlineData("cam3", "must be like")]
    [InlineData("cam3:fire", "the kinds are refuse, silent,")]
    [InlineData("cam3:reboot:20", "neither a time")]
    [InlineData("cam3:reboot:s", "neither a time")]
    [InlineData("cam3:reboot:x", "neither a time")]
    [InlineData("cam3:reboot:20s:30s", "neither a time")]
    [InlineData("cam3:reboot:0s", "seconds must be")]
    [InlineData("cam3:reboot:NaNs", "seconds must be")]
    [InlineData("cam3:reboot:x0", "count must be")]
    [InlineData("cam3:reboot=5", "takes no value")]
    [InlineData("cam3:loss=much", "is no number")]
    [InlineData("cam3:loss=", "is no number")]
    [InlineData("cam3:loss=101", "between 0 and 100")]
    [InlineData("cam3:loss=NaN", "between 0 and 100")]
    public void A_text_that_is_no_fault_is_told_why(string text, string reason)
    {
        Assert.Null(FaultSetting.Parse(text, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_has_a_name_of_its_own()
    {
        var kinds = Enum.GetValues<FaultKind>();

        Assert.All(kinds, kind => Assert.Equal(kind, FaultKinds.Find(FaultKinds.RuleOf(kind).Name)!.Kind));
        Assert.Equal(kinds.Length, FaultKinds.Names.Split(", ").Length);
    }
}
