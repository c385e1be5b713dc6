using CameraGrid.Standalone;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CameraGrid.Tests.Standalone;

public sealed class RunningServicesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_fails_to_stop_says_so_and_keeps_no_other_running()
    {
        var stopped = new List<string>();
        var logs = new FakeLogCollector();
        var services = new RunningServices();
        foreach (var name in new[] { "first", "second", "third" })
        {
            var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
            builder.Logging.ClearProviders().AddProvider(new FakeLoggerProvider(logs));
            builder.Services.AddHostedService(_ => new Service(() => stopped.Add(name), fails: name == "second"));
            var app = builder.Build();
            await app.StartAsync(Token);
            services.Add(app);
        }

        await services.StopAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(["third", "second", "first"], stopped);
        Assert.Single(logs.GetSnapshot(), record => record.Message == "The service did not stop in order");
    }

    [Fact]
    public async Task One_that_did_not_start_is_not_said_to_have_failed_at_its_end()
    {
        var logs = new FakeLogCollector();
        var services = new RunningServices();
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders().AddProvider(new FakeLoggerProvider(logs));
        services.Add(builder.Build());

        await services.StopAsync(TimeSpan.FromSeconds(10));

        Assert.DoesNotContain(logs.GetSnapshot(), record => record.Level >= LogLevel.Error);
    }

    private sealed class Service(Action stopped, bool fails) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            stopped();
            return fails
                ? Task.FromException(new InvalidOperationException("It does not want to."))
                : Task.CompletedTask;
        }
    }
}
