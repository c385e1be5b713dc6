using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Load;

/// <summary>Processor time of sixteen copied streams with telemetry sent to the Aspire dashboard, against none.</summary>
internal sealed class TelemetryBenchmark : IBenchmark
{
    private const int Pairs = 2;
    private const int Windows = 4;

    /// <summary>In milliseconds, as <c>./camgrid up --dashboard</c> sets it.</summary>
    private const string ExportInterval = "5000";

    public string Name => "telemetry";

    public bool OnlyByName => true;

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        if (!DashboardProcess.IsHere)
        {
            throw new BenchmarkException("the Aspire dashboard is not here: neither Docker, Podman nor npm has it.");
        }

        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        await using var dashboard = await DashboardProcess.StartAsync(cancellationToken);
        (string, string)[] exporting =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", dashboard.Otlp.AbsoluteUri),
            ("OTEL_METRIC_EXPORT_INTERVAL", ExportInterval),
        ];
        var subjects = new List<TelemetrySubject>();
        try
        {
            for (var i = 0; i < 2 * Pairs; i++)
            {
                var isWithout = i % 2 == 0;
                context.Say($"telemetry: CameraGrid with sixteen streams {(isWithout ? "without" : "with")}");
                subjects.Add(
                    await TelemetrySubject.StartAsync(simulator, isWithout ? [] : exporting, cancellationToken)
                );
            }

            context.Say($"telemetry: {HeavyCameras.WarmUp.TotalSeconds:F0} s to settle");
            await Task.Delay(HeavyCameras.WarmUp, TimeProvider.System, cancellationToken);
            for (var window = 1; window <= Windows; window++)
            {
                context.Say($"telemetry: measuring, {window} of {Windows}");
                await MeasureAsync(subjects, cancellationToken);
            }

            if (!await dashboard.HasHeardOfAsync("CameraGrid", cancellationToken))
            {
                throw new BenchmarkException("Nothing of what was exported has arrived at the Aspire dashboard.");
            }
        }
        finally
        {
            await Task.WhenAll(subjects.Select(subject => subject.DisposeAsync().AsTask()));
        }

        return Result(
            [.. subjects.Where(subject => !subject.IsExporting)],
            [.. subjects.Where(subject => subject.IsExporting)]
        );
    }

    private static async Task MeasureAsync(List<TelemetrySubject> subjects, CancellationToken cancellationToken)
    {
        var shares = await CpuWindow.MeasureAsync(
            [.. subjects.SelectMany(subject => subject.Groups)],
            cancellationToken
        );
        for (var i = 0; i < subjects.Count; i++)
        {
            subjects[i].ThrowIfBroken();
            subjects[i].Runs.Add(new TelemetryRun(shares[2 * i], shares[2 * i + 1]));
        }
    }

    private static BenchmarkResult Result(
        IReadOnlyList<TelemetrySubject> without,
        IReadOnlyList<TelemetrySubject> with
    ) =>
        new(
            "telemetry: sixteen 1080p25 streams with a viewer each, with OpenTelemetry and without",
            [
                HeavyCameras.Description,
                HeavyCameras.Watched,
                "With: traces, metrics and logs by OTLP over gRPC to the Aspire dashboard (a process of its own, not counted),"
                    + $" metrics every {ExportInterval} ms, as `./camgrid up --dashboard` does it; OpenTelemetry's own default is 60 s.",
                $"{Pairs} times without and {Pairs} times with, started in turns, all at once on the same cameras, so that whatever"
                    + " happens on the machine meets all alike.",
                "CPU: user and system time of each process from /proc, as a share of one core for sixteen streams; medians of"
                    + $" {Windows} windows of {CpuWindow.Total.TotalSeconds:F0} s of each, {HeavyCameras.WarmUp.TotalSeconds:F0} s after all were live."
                    + " Until then .NET's just-in-time compiler is at work, with telemetry on more code.",
            ],
            [
                Figure.Percent("CameraGrid and its FFmpegs without", Median(without, run => run.All)),
                Figure.Percent("CameraGrid and its FFmpegs with", Median(with, run => run.All)),
                Figure.AtMost("telemetry costs", 100 * TelemetryRun.Cost(Runs(without), Runs(with)), 5, "%", digits: 1),
                Figure.Percent("of it CameraGrid without", Median(without, run => run.Product)),
                Figure.Percent("of it CameraGrid with", Median(with, run => run.Product)),
                new("each without, each with", $"{Each(without)}; {Each(with)}"),
            ]
        );

    private static IEnumerable<TelemetryRun> Runs(IEnumerable<TelemetrySubject> subjects) =>
        subjects.SelectMany(subject => subject.Runs);

    private static double Median(IEnumerable<TelemetrySubject> subjects, Func<TelemetryRun, double> share) =>
        Runs(subjects).Select(share).Median();

    private static string Each(IEnumerable<TelemetrySubject> subjects) =>
        string.Join(
            ", ",
            subjects.Select(subject => Figure.Text(100 * subject.Runs.Select(run => run.All).Median(), "%", 1))
        );
}
