using CameraGrid.Transcoder.Ffmpeg;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class ConnectLaneTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConnectLane _lane;

    public ConnectLaneTests() => _lane = new ConnectLane(most: 2, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_so_many_connect_at_a_time()
    {
        var first = await Enter(ConnectPriority.First);
        await Enter(ConnectPriority.First);
        var third = Enter(ConnectPriority.First);
        Assert.False(third.IsCompleted);

        first.Dispose();
        first.Dispose();

        await third;
        Assert.False(Enter(ConnectPriority.First).IsCompleted);
    }

    [Fact]
    public async Task Who_recovers_goes_first_then_who_is_new_then_who_is_probably_dead_each_in_order()
    {
        var turns = new[] { await Enter(ConnectPriority.First), await Enter(ConnectPriority.First) };
        var order = new List<string>();
        var waiting = new[]
        {
            Follow("dead", ConnectPriority.Retry),
            Follow("new 1", ConnectPriority.First),
            Follow("recovering 1", ConnectPriority.Recovering),
            Follow("new 2", ConnectPriority.First),
            Follow("recovering 2", ConnectPriority.Recovering),
        };
        await Enter(ConnectPriority.Retry).WaitAsync(TimeSpan.Zero, Token).ContinueWith(_ => { }, Token);

        turns[0].Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["recovering 1", "recovering 2", "new 1", "new 2", "dead"], order);

        async Task Follow(string name, ConnectPriority priority)
        {
            using var turn = await Enter(priority);
            order.Add(name);
        }
    }

    [Fact]
    public async Task Cameras_that_say_nothing_hold_their_turn_for_a_second_only()
    {
        await Enter(ConnectPriority.Retry);
        await Enter(ConnectPriority.Retry);
        var recovering = Enter(ConnectPriority.Recovering);
        _time.Advance(ConnectLane.LongestTurn - TimeSpan.FromMilliseconds(1));
        Assert.False(recovering.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        await recovering;
    }

    [Fact]
    public async Task Who_stops_waiting_takes_no_turn()
    {
        var first = await Enter(ConnectPriority.First);
        await Enter(ConnectPriority.First);
        using var gone = new CancellationTokenSource();
        var leaving = _lane.EnterAsync(ConnectPriority.Recovering, gone.Token);
        var staying = Enter(ConnectPriority.Retry);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        first.Dispose();

        await staying;
    }

    private Task<ConnectTurn> Enter(ConnectPriority priority) => _lane.EnterAsync(priority, Token);
}
