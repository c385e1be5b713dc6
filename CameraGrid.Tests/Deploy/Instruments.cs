using System.Diagnostics.Metrics;
using System.Reflection;
using CameraGrid.Frontend;
using CameraGrid.Gateway;
using CameraGrid.Transcoder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CameraGrid.Tests.Deploy;

/// <summary>The instruments that the programs create, and those of the runtime and the web server.</summary>
internal static class Instruments
{
    public static IReadOnlyList<Instrument> All { get; } = Read();

    private static List<Instrument> Read()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            lock (instruments)
            {
                instruments.Add(instrument);
            }
        };
        listener.Start();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        foreach (var type in MetricsTypes())
        {
            Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public, null, [factory], null);
        }

        // The web server's own come with the first host, those of the runtime with the first listener.
        using var host = FrontendService.Build([]);
        _ = host.Services.GetServices<IHostedService>().Count();
        lock (instruments)
        {
            return [.. instruments];
        }
    }

    private static IEnumerable<Type> MetricsTypes() =>
        new[] { typeof(TranscoderService).Assembly, typeof(GatewayService).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.GetConstructors() is [var only]
                && only.GetParameters() is [{ ParameterType: var needed }]
                && needed == typeof(IMeterFactory)
            );
}
