using System.Reflection;
using CameraGrid.Cameras;
using CameraGrid.Tests.Transcoder.Cameras;
using CameraGrid.Tests.Transcoder.Live;
using CameraGrid.Transcoder;
using CameraGrid.Transcoder.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace CameraGrid.Tests.Transcoder.Telemetry;

public sealed class LogTests
{
    /// <summary>Under the names that metrics and spans have, so that one search finds all of a stream.</summary>
    [Fact]
    public void Every_line_about_a_stream_has_the_attributes_camera_and_stream()
    {
        var lines = typeof(TranscoderService)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetRuntimeMethods())
            .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null)
            .Where(method =>
                method
                    .GetParameters()
                    .Any(parameter =>
                        parameter.ParameterType == typeof(StreamKey) || parameter.Name is "camera" or "stream"
                    )
            )
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()!.Message)
            .ToList();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.StartsWith("{camera}/{stream}: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_lines_of_a_restart_belong_to_its_trace()
    {
        var (spans, lines) = (new List<System.Diagnostics.Activity>(), new List<LogRecord>());
        using var tracing = Sdk.CreateTracerProviderBuilder()
            .AddSource(TranscoderMetrics.MeterName)
            .AddInMemoryExporter(spans)
            .Build();
        using var logging = LoggerFactory.Create(builder =>
            builder.AddOpenTelemetry(options => options.AddInMemoryExporter(lines))
        );
        using var stream = new StreamOfTest(new FakeTimeProvider(), logging.CreateLogger<StreamStatus>());
        TestFrames.Append(stream.Live, TestFrames.Generation(), 0);
        stream.Status.Own();
        stream.Status.OnConnecting();
        stream.Status.OnFirstFrame();
        lines.Clear();

        stream.Status.OnStalled();
        stream.Status.OnEnded(new FfmpegEnd(FailureReason.Stalled, null, null), TimeSpan.Zero);
        stream.Status.OnConnecting();
        stream.Status.OnFirstFrame();

        var trace = Assert.Single(lines.Select(line => line.TraceId).Distinct());
        // Other tests may trace their own streams at the same time.
        Assert.Equal(
            ["stream.connect", "stream.restart"],
            spans.Where(span => span.TraceId == trace).Select(span => span.OperationName)
        );
        Assert.All(
            lines,
            line =>
            {
                Assert.Contains(new("camera", stream.Live.Key.Camera), line.Attributes!);
                Assert.Contains(new("stream", stream.Live.Key.Stream.ToText()), line.Attributes!);
            }
        );
        Assert.Equal(5, lines.Count);
    }
}
