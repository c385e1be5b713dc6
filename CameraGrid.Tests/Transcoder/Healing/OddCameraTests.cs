using CameraGrid.Simulator.Faults;

namespace CameraGrid.Tests.Transcoder.Healing;

/// <summary>What cameras do that is odd, and costs no viewer a picture: no restart, no new generation, no jump.</summary>
public sealed class OddCameraTests(OddCameraTests.Cameras cameras) : IClassFixture<OddCameraTests.Cameras>
{
    [Theory]
    [InlineData("timestamps jump forward")]
    [InlineData("timestamps jump back")]
    [InlineData("timestamps jump by hours")]
    [InlineData("timestamps repeat")]
    [InlineData("timestamps are unset")]
    [InlineData("the clock drifts")]
    [InlineData("packets are reordered")]
    [InlineData("1 % of the packets are lost")]
    [InlineData("5 % of the packets are lost")]
    [InlineData("20 % of the packets are lost")]
    [InlineData("it does not read what it is told")]
    public Task Pictures_go_on_where(string scenario) => cameras.Of(scenario);

    [Theory]
    [InlineData("the parameter sets stand in the SDP only")]
    [InlineData("the parameter sets stand in the stream only")]
    [InlineData("a keyframe comes every ten seconds")]
    [InlineData("the bit rate doubles")]
    public Task A_camera_is_live_at_its_first_try_where(string scenario) => cameras.Of(scenario);

    [Fact]
    public async Task No_stream_has_two_FFmpegs_at_any_time() => Assert.Equal(1, await cameras.MostFfmpegsAsync());

    public sealed class Cameras : FaultyCameras
    {
        private static readonly TimeSpan Broken = TimeSpan.FromSeconds(4);
        private static readonly TimeSpan Watched = TimeSpan.FromSeconds(8);

        private protected override IReadOnlyList<string> SimulatorSettings =>
            [
                "Faults:0=cam12/sub:sdp-only-sets",
                "Faults:1=cam13/sub:in-band-only-sets",
                "Faults:2=cam14/sub:long-gop",
                "Faults:3=cam15/sub:double-rate",
            ];

        private protected override IReadOnlyList<Scenario> Scenarios =>
            [
                GoesOn("timestamps jump forward", "cam1", FaultKind.JumpForward),
                GoesOn("timestamps jump back", "cam2", FaultKind.JumpBack),
                GoesOn("timestamps jump by hours", "cam3", FaultKind.JumpForward, 12_000),
                GoesOn("timestamps repeat", "cam4", FaultKind.RepeatTimestamps, 5),
                GoesOn("timestamps are unset", "cam5", FaultKind.UnsetTimestamps),
                GoesOn("the clock drifts", "cam6", FaultKind.Drift, 1),
                GoesOn("packets are reordered", "cam7", FaultKind.Reorder, 5, "udp"),
                GoesOn("1 % of the packets are lost", "cam8", FaultKind.Loss, 1, "udp"),
                GoesOn("5 % of the packets are lost", "cam9", FaultKind.Loss, 5, "udp"),
                GoesOn("20 % of the packets are lost", "cam10", FaultKind.Loss, 20, "udp"),
                GoesOn("it does not read what it is told", "cam11", FaultKind.StopReading),
                IsLive("the parameter sets stand in the SDP only", "cam12"),
                IsLive("the parameter sets stand in the stream only", "cam13"),
                IsLive("a keyframe comes every ten seconds", "cam14"),
                IsLive("the bit rate doubles", "cam15"),
            ];

        private static Scenario GoesOn(
            string name,
            string camera,
            FaultKind kind,
            double? value = null,
            string transport = "tcp"
        ) =>
            new(
                name,
                camera,
                async faulty =>
                {
                    var generation = faulty.Generation;
                    faulty.Break(kind, value, Broken.TotalSeconds);

                    var viewing = await faulty.ViewAsync(Watched);

                    // 25 a second, of which some may have been lost, and the last keyframe's before them.
                    Assert.InRange(viewing.Frames, 120, 240);
                    Assert.True(viewing.InOrder);
                    Assert.InRange(viewing.Drift, TimeSpan.FromSeconds(-1.5), TimeSpan.FromSeconds(1.5));
                    Assert.InRange(viewing.LongestGap, TimeSpan.Zero, TimeSpan.FromSeconds(2));
                    Assert.Same(generation, faulty.Generation);
                    Assert.Equal(0, (await faulty.LiveAsync()).Restarts);
                }
            )
            {
                Transport = transport,
            };

        private static Scenario IsLive(string name, string camera) =>
            new(
                name,
                camera,
                async faulty =>
                {
                    Assert.Equal(0, (await faulty.LiveAsync()).Restarts);
                    Assert.Equal((640, 360), (faulty.Generation.Width, faulty.Generation.Height));
                    Assert.False(faulty.IsTranscoded);
                    Assert.True((await faulty.ViewAsync(TimeSpan.FromSeconds(2))).InOrder);
                }
            )
            {
                EncodesFirst = true,
            };
    }
}
