using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Simulator;

public sealed class PlayersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_clients_of_each_stream_are_counted_while_they_play()
    {
        await using var simulator = await TestSimulator.StartAsync();
        using var http = new HttpClient { BaseAddress = simulator.Address };
        Assert.Equal("{}", await http.GetStringAsync("/players", Cancellation));

        await using var first = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await using (var second = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port))
        {
            foreach (var client in new[] { first, second })
            {
                await client.PlayAsync(simulator.UrlOf("/cam1/main"));
                await client.NextPacketAsync();
            }

            Assert.Equal("""{"cam1/main":2}""", await http.GetStringAsync("/players", Cancellation));
        }

        // The connection's end is noticed a moment later.
        await Eventually.IsAsync(async () =>
            await http.GetStringAsync("/players", Cancellation) is """{"cam1/main":1}"""
        );
    }
}
