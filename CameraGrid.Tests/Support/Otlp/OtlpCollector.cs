using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CameraGrid.Tests.Support.Otlp;

/// <param name="Service">The resource's <c>service.name</c>.</param>
internal sealed record OtlpSpan(string Service, string Trace, string Id, string Parent, string Name, string Scope);

/// <param name="Service">The resource's <c>service.name</c>.</param>
internal sealed record OtlpLine(
    string Service,
    string Trace,
    string Text,
    IReadOnlyDictionary<string, string> Attributes
);

/// <param name="Service">The resource's <c>service.name</c>.</param>
/// <param name="Sum">Of a counter with whole numbers, since the process began.</param>
internal sealed record OtlpPoint(
    string Service,
    string Metric,
    IReadOnlyDictionary<string, string> Attributes,
    long Sum
);

/// <summary>Takes traces, metrics and logs by OTLP over HTTP, and knows what came.</summary>
/// <remarks>Field numbers: https://github.com/open-telemetry/opentelemetry-proto, <c>opentelemetry/proto</c>.</remarks>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _bodies = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentQueue<OtlpLine> _lines = new();
    private readonly ConcurrentQueue<OtlpPoint> _points = new();

    private OtlpCollector(WebApplication app) => _app = app;

    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    public IReadOnlyList<OtlpLine> Lines => [.. _lines];

    /// <summary>Every point of every export, oldest first.</summary>
    public IReadOnlyList<OtlpPoint> Points => [.. _points];

    /// <summary>All bytes of all messages, each taken for a character.</summary>
    public string Everything => string.Join('\n', _bodies.Select(Encoding.Latin1.GetString));

    /// <summary>What a process must have in its environment to export to it, and soon.</summary>
    public (string Name, string Value)[] Environment =>
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.Single()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "200"),
        ];

    public static async Task<OtlpCollector> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = ["--urls=http://127.0.0.1:0"] }
        );
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.MapPost("/v1/traces", request => collector.TakeAsync(request, collector.TakeSpans));
        app.MapPost("/v1/logs", request => collector.TakeAsync(request, collector.TakeLines));
        app.MapPost("/v1/metrics", request => collector.TakeAsync(request, collector.TakePoints));
        await app.StartAsync(cancellationToken);
        return collector;
    }

    /// <summary>Waits until something has come.</summary>
    public async Task<T> AwaitAsync<T>(Func<OtlpCollector, T?> find, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            if (find(this) is { } found)
            {
                return found;
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, Action<string, ProtobufMessage> take)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _bodies.Enqueue(body.ToArray());
        // Export…ServiceRequest { Resource… = 1 { Resource = 1, Scope… = 2 } }, of each signal alike.
        foreach (var resource in new ProtobufMessage(body.ToArray()).Messages(1))
        {
            var service = Attributes(resource.Messages(1).Single(), 1)["service.name"];
            foreach (var scope in resource.Messages(2))
            {
                take(service, scope);
            }
        }
    }

    private void TakeSpans(string service, ProtobufMessage scope)
    {
        var name = scope.Messages(1).Select(found => found.Text(1)).SingleOrDefault("");
        foreach (var span in scope.Messages(2))
        {
            _spans.Enqueue(new OtlpSpan(service, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), name));
        }
    }

    private void TakeLines(string service, ProtobufMessage scope)
    {
        foreach (var line in scope.Messages(2))
        {
            var text = line.Messages(5).Select(body => body.Text(1)).SingleOrDefault("");
            _lines.Enqueue(new OtlpLine(service, line.Hex(9), text, Attributes(line, 6)));
        }
    }

    private void TakePoints(string service, ProtobufMessage scope)
    {
        foreach (var metric in scope.Messages(2))
        {
            // Gauge = 5, Sum = 7, Histogram = 9, each with its data points = 1.
            foreach (var (kind, attributes) in ((int, int)[])[(5, 7), (7, 7), (9, 9)])
            {
                foreach (var point in metric.Messages(kind).SelectMany(data => data.Messages(1)))
                {
                    var sum = kind == 7 ? (long)point.Number(6) : 0;
                    _points.Enqueue(new OtlpPoint(service, metric.Text(1), Attributes(point, attributes), sum));
                }
            }
        }
    }

    // KeyValue { key = 1, value = 2 { string = 1 } }
    private static Dictionary<string, string> Attributes(ProtobufMessage message, int field) =>
        message
            .Messages(field)
            .ToDictionary(
                pair => pair.Text(1),
                pair => pair.Messages(2).Select(value => value.Text(1)).SingleOrDefault("")
            );
}
