using System.Net.WebSockets;
using CameraGrid.Tests.Transcoder.Live;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Mse;

namespace CameraGrid.Tests.Transcoder.Mse;

public sealed class MseSessionTests
{
    private const int Enough = 200;

    /// <summary>Whenever it has taken a message, there is another frame already.</summary>
    [Fact]
    public async Task A_viewer_that_never_catches_up_is_closed_in_order_when_the_session_ends()
    {
        using var stream = TestFrames.Stream();
        var generation = TestFrames.Generation();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        TestFrames.Append(stream, generation, 0);
        using var socket = new SlowSocket(sent =>
        {
            TestFrames.Append(stream, generation, sent);
            if (sent == Enough)
            {
                ending.Cancel();
            }
        });

        await new MseSession(socket, audio: false, TimeProvider.System).RunAsync(stream, ending.Token);

        Assert.Equal(Enough, socket.Sent);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
    }

    /// <summary>Takes messages, one after the other, and answers the close.</summary>
    /// <param name="onSent">Called with how many messages it has taken.</param>
    private sealed class SlowSocket(Action<int> onSent) : WebSocket
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private WebSocketCloseStatus? _status;

        public int Sent { get; private set; }

        public override WebSocketCloseStatus? CloseStatus => _status;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => _status is null ? WebSocketState.Open : WebSocketState.Closed;

        public override string? SubProtocol => null;

        public override Task SendAsync(
            ArraySegment<byte> buffer,
            WebSocketMessageType messageType,
            bool endOfMessage,
            CancellationToken cancellationToken
        )
        {
            Assert.True(Sent < 2 * Enough, "The session goes on after its end.");
            onSent(++Sent);
            return Task.CompletedTask;
        }

        public override async Task<WebSocketReceiveResult> ReceiveAsync(
            ArraySegment<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            await _closed.Task.WaitAsync(cancellationToken);
            return new WebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
        }

        public override Task CloseOutputAsync(
            WebSocketCloseStatus closeStatus,
            string? statusDescription,
            CancellationToken cancellationToken
        )
        {
            _status = closeStatus;
            _closed.SetResult();
            return Task.CompletedTask;
        }

        public override Task CloseAsync(
            WebSocketCloseStatus closeStatus,
            string? statusDescription,
            CancellationToken cancellationToken
        ) => CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

        public override void Abort() { }

        public override void Dispose() { }
    }
}
