using CameraGrid.Simulator.Faults;

namespace CameraGrid.Tests.Transcoder.Healing;

/// <summary>What costs a camera's session: it says why, and ends in a live picture without anyone's help.</summary>
public sealed class BrokenCameraTests(BrokenCameraTests.Cameras cameras) : IClassFixture<BrokenCameraTests.Cameras>
{
    [Theory]
    [InlineData("it refuses connections")]
    [InlineData("it takes connections and says nothing")]
    [InlineData("it refuses the right password")]
    [InlineData("it has no such stream")]
    [InlineData("it has no session left")]
    [InlineData("it is overloaded")]
    [InlineData("it serves fewer viewers than it has")]
    [InlineData("its pictures freeze")]
    [InlineData("all of it freezes")]
    [InlineData("it sends garbage")]
    public Task It_says_so_and_is_live_again_where(string scenario) => cameras.Of(scenario);

    [Theory]
    [InlineData("it hangs up in the middle of a frame")]
    [InlineData("it reboots")]
    public Task It_is_live_again_where(string scenario) => cameras.Of(scenario);

    [Theory]
    [InlineData("its resolution changes")]
    [InlineData("its codec changes, and back")]
    public Task Viewers_go_on_where(string scenario) => cameras.Of(scenario);

    [Fact]
    public async Task No_stream_has_two_FFmpegs_at_any_time() => Assert.Equal(1, await cameras.MostFfmpegsAsync());

    public sealed class Cameras : FaultyCameras
    {
        private static readonly TimeSpan ChangedWithin = TimeSpan.FromSeconds(3);

        private static (TimeSpan Least, TimeSpan Most) Slowly => (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

        private static (string User, string Password) Credentials => ("operator", "p@ss:w/o%r#d? &'\"ü");

        private protected override IReadOnlyList<string> SimulatorSettings =>
            [
                "Protected:0:Prefix=/cam14/",
                "Protected:0:Authentication=digest-md5",
                $"Protected:0:Username={Credentials.User}",
                $"Protected:0:Password={Credentials.Password}",
            ];

        private protected override IReadOnlyList<Scenario> Scenarios =>
            [
                Refuses("it refuses connections", "cam1", FaultKind.Refuse, "refused"),
                Refuses("it takes connections and says nothing", "cam2", FaultKind.Silent, "timeout"),
                Refuses("it has no such stream", "cam3", FaultKind.Status404, "not-found"),
                Refuses("it has no session left", "cam4", FaultKind.Status453, "busy"),
                Refuses("it is overloaded", "cam5", FaultKind.Status503, "busy"),
                Refuses("it serves fewer viewers than it has", "cam6", FaultKind.ConnectionLimit, "busy", 0),
                Freezes("its pictures freeze", "cam7", FaultKind.Freeze, "stalled"),
                Freezes("all of it freezes", "cam8", FaultKind.FreezeAll, "stalled"),
                Freezes("it sends garbage", "cam9", FaultKind.Garbage, "bad-data"),
                Drops("it hangs up in the middle of a frame", "cam10", FaultKind.CutMidFrame, count: 1),
                Drops("it reboots", "cam11", FaultKind.Reboot, seconds: 3),
                new("its resolution changes", "cam12", ChangesResolutionAsync),
                new("its codec changes, and back", "cam13", ChangesCodecAsync),
                new("it refuses the right password", "cam14", RefusesPasswordAsync) { Credentials = Credentials },
            ];

        /// <summary>New sessions fail; the old one is ended, so that there is a new one.</summary>
        private static Scenario Refuses(
            string name,
            string camera,
            FaultKind kind,
            string reason,
            double? value = null
        ) =>
            new(
                name,
                camera,
                async faulty =>
                {
                    var before = faulty.Generation;
                    if (kind is FaultKind.Refuse)
                    {
                        faulty.BreakAll(kind);
                    }
                    else
                    {
                        faulty.Break(kind, value);
                    }

                    faulty.KillFfmpeg();
                    await faulty.HealthAsync(health => health.LastRestartReason == reason);
                    faulty.Repair();

                    await IsLiveAgainAsync(faulty, before.Number);
                }
            );

        /// <summary>As a camera does whose accounts are locked for a while.</summary>
        private static async Task RefusesPasswordAsync(FaultyCamera faulty)
        {
            var before = faulty.Generation;
            faulty.Break(FaultKind.Unauthorized);
            faulty.KillFfmpeg();
            var refused = await faulty.HealthAsync(health =>
                health.State == CameraGrid.Cameras.StreamState.Unauthorized
            );
            Assert.Equal("unauthorized", refused.LastRestartReason);
            Assert.Equal("The camera refused the user name or password.", refused.LastError);
            // So that no camera locks the account for good: 30 s, up to a third shorter by chance.
            Assert.InRange(refused.NextTryAt!.Value - TimeProvider.System.GetUtcNow(), Slowly.Least, Slowly.Most);
            faulty.Repair();

            Assert.True((await IsLiveAgainAsync(faulty, before.Number)).Since >= refused.NextTryAt);
        }

        /// <summary>The session goes on, and its pictures do not.</summary>
        private static Scenario Freezes(string name, string camera, FaultKind kind, string reason) =>
            new(
                name,
                camera,
                async faulty =>
                {
                    var before = faulty.Generation;
                    faulty.Break(kind);
                    await faulty.HealthAsync(health => health.LastRestartReason == reason);
                    faulty.Repair();

                    await IsLiveAgainAsync(faulty, before.Number);
                }
            );

        private static Scenario Drops(
            string name,
            string camera,
            FaultKind kind,
            double? seconds = null,
            int? count = null
        ) =>
            new(
                name,
                camera,
                async faulty =>
                {
                    var before = faulty.Generation;
                    if (kind is FaultKind.Reboot)
                    {
                        faulty.BreakAll(kind, seconds);
                    }
                    else
                    {
                        faulty.Break(kind, count: count);
                    }

                    await IsLiveAgainAsync(faulty, before.Number);
                }
            );

        private static async Task<CameraGrid.Cameras.StreamHealth> IsLiveAgainAsync(FaultyCamera faulty, long before)
        {
            await faulty.UntilAsync(ring => ring.Generation!.Number > before);
            var health = await faulty.HealthAsync(now =>
                now is { State: CameraGrid.Cameras.StreamState.Live, Restarts: > 0 }
            );
            Assert.True((await faulty.ViewAsync(TimeSpan.FromSeconds(1))).InOrder);
            return health;
        }

        private static async Task ChangesResolutionAsync(FaultyCamera faulty)
        {
            var before = faulty.Generation;
            var restarts = (await faulty.LiveAsync()).Restarts;
            faulty.Break(FaultKind.Resolution);
            await faulty.UntilAsync(ring => ring.Generation!.Width == 320);
            faulty.Repair();
            Assert.InRange(
                await faulty.UntilAsync(ring => ring.Generation!.Width == 640),
                TimeSpan.Zero,
                ChangedWithin
            );

            Assert.True(faulty.Generation.Number >= before.Number + 2);
            Assert.Equal(restarts, (await faulty.LiveAsync()).Restarts);
        }

        private static async Task ChangesCodecAsync(FaultyCamera faulty)
        {
            // Its first pictures may have had to be encoded, for longer than FFmpeg waits.
            var restarts = (await faulty.LiveAsync()).Restarts;
            faulty.Break(FaultKind.Codec);
            var before = faulty.Generation.Number;
            await faulty.UntilAsync(ring => ring.Generation!.Number > before);
            await LiveAfterAsync(restarts + 1);
            Assert.True(faulty.IsTranscoded);

            faulty.Repair();
            before = faulty.Generation.Number;
            await faulty.UntilAsync(ring => ring.Generation!.Number > before);
            await LiveAfterAsync(restarts + 2);
            Assert.False(faulty.IsTranscoded);

            Task LiveAfterAsync(int count) =>
                faulty.HealthAsync(health =>
                    health.State == CameraGrid.Cameras.StreamState.Live && health.Restarts == count
                );
        }
    }
}
