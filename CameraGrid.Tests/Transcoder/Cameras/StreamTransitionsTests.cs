using CameraGrid.Cameras;
using CameraGrid.Transcoder.Cameras;
using static CameraGrid.Cameras.StreamState;

namespace CameraGrid.Tests.Transcoder.Cameras;

public sealed class StreamTransitionsTests
{
    private static readonly StreamEvent[] Events =
    [
        StreamEvent.SwitchedOff,
        StreamEvent.ConnectBegan,
        StreamEvent.FirstFrame,
        StreamEvent.FramesStopped,
        StreamEvent.RunFailed,
        StreamEvent.RunUnauthorized,
        StreamEvent.RunUnsupported,
    ];

    // A row a state, a column an event in the order above.
    private static readonly Dictionary<StreamState, StreamState[]> Table = new()
    {
        [Disabled] = [Disabled, Disabled, Disabled, Disabled, Disabled, Disabled, Disabled],
        [Connecting] = [Disabled, Connecting, StreamState.Live, Connecting, Backoff, Unauthorized, Unsupported],
        [StreamState.Live] = [Disabled, Connecting, StreamState.Live, Stalled, Backoff, Unauthorized, Unsupported],
        [Stalled] = [Disabled, Connecting, Stalled, Stalled, Backoff, Unauthorized, Unsupported],
        [Backoff] = [Disabled, Connecting, Backoff, Backoff, Backoff, Unauthorized, Unsupported],
        [Unauthorized] = [Disabled, Connecting, Unauthorized, Unauthorized, Backoff, Unauthorized, Unsupported],
        [Unsupported] = [Disabled, Connecting, Unsupported, Unsupported, Backoff, Unauthorized, Unsupported],
    };

    [Fact]
    public void Each_event_leads_from_each_state_where_the_table_says()
    {
        Assert.Equal(Enum.GetValues<StreamEvent>(), Events);
        Assert.Equal(Enum.GetValues<StreamState>().Order(), Table.Keys.Order());
        foreach (var (state, row) in Table)
        {
            Assert.Equal(row, Events.Select(happened => StreamTransitions.Next(state, happened)));
        }
    }

    [Theory]
    [InlineData(StreamState.Live, false)]
    [InlineData(Disabled, false)]
    [InlineData(Unauthorized, true)]
    [InlineData(Connecting, true)]
    public void A_stream_is_away_in_all_states_but_live_and_disabled(StreamState state, bool away) =>
        Assert.Equal(away, StreamTransitions.IsAway(state));
}
