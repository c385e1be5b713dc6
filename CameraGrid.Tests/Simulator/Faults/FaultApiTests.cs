using System.Net;
using System.Net.Http.Json;
using CameraGrid.Simulator.Faults;
using CameraGrid.Tests.Support;
using Microsoft.Extensions.Options;

namespace CameraGrid.Tests.Simulator.Faults;

public sealed class FaultApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_are_set_listed_and_cleared()
    {
        await using var simulator = await TestSimulator.StartAsync();
        using var http = new HttpClient { BaseAddress = simulator.Address };

        var stream = await http.PutAsJsonAsync(
            "/api/faults/cam1/sub",
            new
            {
                kind = "loss",
                count = 3,
                value = 20,
            },
            Cancellation
        );
        var camera = await http.PutAsJsonAsync("/api/faults/cam1", new { kind = "status-503" }, Cancellation);
        var other = await http.PutAsJsonAsync("/api/faults/cam2", new { kind = "freeze" }, Cancellation);

        Assert.All([stream, camera, other], answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.Equal(
            """[{"camera":"cam1","stream":"sub","kind":"loss","seconds":null,"count":3,"value":20},{"camera":"cam1","stream":null,"kind":"status-503","seconds":null,"count":null,"value":null},{"camera":"cam2","stream":null,"kind":"freeze","seconds":null,"count":null,"value":null}]""",
            await http.GetStringAsync("/api/faults", Cancellation)
        );
        await DeleteAsync("/api/faults/cam1?kind=status-503");
        await DeleteAsync("/api/faults/cam2/main");
        Assert.Equal(["loss", "freeze"], await KindsAsync());
        await DeleteAsync("/api/faults/cam1");
        Assert.Equal(["freeze"], await KindsAsync());

        async Task DeleteAsync(string path) =>
            Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync(path, Cancellation)).StatusCode);

        async Task<IEnumerable<string>> KindsAsync() =>
            (await http.GetFromJsonAsync<FaultListing[]>("/api/faults", Cancellation))!.Select(fault => fault.Kind);
    }

    [Fact]
    public async Task Every_kind_is_listed_by_the_name_that_sets_it()
    {
        await using var simulator = await TestSimulator.StartAsync();
        using var http = new HttpClient { BaseAddress = simulator.Address };

        var kinds = await http.GetFromJsonAsync<string[]>("/api/faults/kinds", Cancellation);

        Assert.Equal(Enum.GetValues<FaultKind>(), kinds!.Select(kind => FaultKinds.Find(kind)!.Kind));
    }

    [Theory]
    [InlineData("/api/faults/cam1", """{"kind":"fire"}""", 400, "the kinds are refuse, silent,")]
    [InlineData("/api/faults/cam1", """{}""", 400, "the kinds are refuse, silent,")]
    [InlineData("/api/faults/cam1", """{"kind":"loss","value":200}""", 400, "between 0 and 100")]
    [InlineData("/api/faults/cam1", """{"kind":"loss","seconds":-1}""", 400, "seconds must be")]
    [InlineData("/api/faults/cam17", """{"kind":"loss"}""", 404, "GET /cameras")]
    [InlineData("/api/faults/cam1/third", """{"kind":"loss"}""", 404, "GET /cameras")]
    [InlineData("/api/faults/mjpeg/sub", """{"kind":"loss"}""", 404, "GET /cameras")]
    public async Task What_is_no_fault_is_told_why(string path, string body, int status, string detail)
    {
        await using var simulator = await TestSimulator.StartAsync();
        using var http = new HttpClient { BaseAddress = simulator.Address };
        using var content = new StringContent(body, null, "application/json");

        using var answer = await http.PutAsync(path, content, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(detail, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_sets_faults_from_the_start_on()
    {
        await using var simulator = await TestSimulator.StartAsync(
            "Faults:0=cam3:reboot:200s",
            "Faults:1=cam1/sub:loss=20"
        );

        Assert.Equal(
            [("cam3", null, FaultKind.Reboot, 0.0), ("cam1", "sub", FaultKind.Loss, 20.0)],
            simulator.Faults.List().Select(fault => (fault.Camera, fault.Stream, fault.Kind, fault.Value))
        );
    }

    [Fact]
    public async Task Wrong_faults_on_the_command_line_stop_the_start_each_with_its_key()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestSimulator.StartAsync("Faults:0=cam3:fire", "Faults:1=cam99:reboot", "Faults:2=cam1:loss")
        );

        Assert.Collection(
            error.Failures,
            first => Assert.StartsWith("Simulator:Faults:0", first, StringComparison.Ordinal),
            second => Assert.StartsWith("Simulator:Faults:1", second, StringComparison.Ordinal)
        );
    }
}
