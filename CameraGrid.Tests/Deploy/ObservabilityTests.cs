using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Deploy;

/// <summary>Holds the Grafana dashboard and the alert rules to the instruments that there are.</summary>
public sealed partial class ObservabilityTests
{
    private const string Folder = "deploy/observability";

    [Fact]
    public void The_dashboard_names_only_metrics_that_exist()
    {
        var dashboard = JsonNode.Parse(DeployFiles.Read($"{Folder}/grafana-dashboard.json"))!;
        var expressions = dashboard["panels"]!
            .AsArray()
            .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
            .Select(target => target!["expr"]!.GetValue<string>())
            .Append(dashboard["templating"]!["list"]![1]!["definition"]!.GetValue<string>())
            .ToList();

        Assert.NotEmpty(expressions);
        Assert.All(expressions, AssertKnown);
    }

    [Fact]
    public void The_alerts_name_only_metrics_that_exist_and_say_what_to_do()
    {
        var rules = Rules();

        Assert.NotEmpty(rules);
        Assert.All(
            rules,
            rule =>
            {
                AssertKnown(rule["expr"].Text);
                Assert.NotEmpty(rule["annotations"]["summary"].Text);
                Assert.NotEmpty(rule["annotations"]["description"].Text);
                Assert.Contains(rule["labels"]["severity"].Text, (string[])["warning", "critical"]);
            }
        );
    }

    [Fact]
    public void Reasons_that_alerts_ask_for_are_reasons_that_transcoders_tell()
    {
        var told = Enum.GetValues<FailureReason>().Select(reason => reason.Label());
        var asked = Rules()
            .SelectMany(rule => Reason().Matches(rule["expr"].Text))
            .Select(match => match.Groups[1].Value);

        Assert.Empty(asked.Except(told));
    }

    [Fact]
    public void Every_alert_stands_in_the_documentation()
    {
        var text = DeployFiles.Read("docs/operations.md");

        Assert.All(Rules(), rule => Assert.Contains($"`{rule["alert"].Text}`", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cameragrid.playback.latency", 0.02, 10)]
    [InlineData("cameragrid.stream.connect.duration", 0.05, 30)]
    [InlineData("cameragrid.stream.recovery.duration", 0.5, 300)]
    public void A_duration_has_buckets_for_what_it_can_be(string name, double first, double last)
    {
        var boundaries = Durations().First(duration => duration.Name == name).Advice!.HistogramBucketBoundaries!;

        Assert.Equal((first, last), (boundaries[0], boundaries[^1]));
        Assert.Equal(boundaries.Order().Distinct(), boundaries);
    }

    /// <summary>Those that come of themselves end at 10,000 and begin at 5: no seconds.</summary>
    [Fact]
    public void No_duration_has_the_buckets_that_come_of_themselves() =>
        Assert.All(Durations(), duration => Assert.NotNull(duration.Advice?.HistogramBucketBoundaries));

    private static IEnumerable<Histogram<double>> Durations() =>
        Instruments
            .All.OfType<Histogram<double>>()
            .Where(instrument => instrument.Name.StartsWith("cameragrid.", StringComparison.Ordinal));

    private static List<Yaml> Rules() =>
        [.. DeployFiles.ReadYaml($"{Folder}/alerts.yaml")["groups"].List.SelectMany(group => group["rules"].List)];

    private static void AssertKnown(string expression)
    {
        var metrics = Metric().Matches(Labels().Replace(expression, "")).Select(match => match.Value).ToList();

        Assert.NotEmpty(metrics);
        Assert.All(metrics, metric => Assert.Contains(metric, PrometheusNames.All));
    }

    [GeneratedRegex(@"\b(cameragrid|dotnet|http|kestrel|aspnetcore)_[a-z0-9_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\{[^}]*\}|\b(by|on) \([^)]*\)")]
    private static partial Regex Labels();

    [GeneratedRegex("reason!?=\"([^\"]+)\"")]
    private static partial Regex Reason();
}
