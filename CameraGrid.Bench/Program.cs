using CameraGrid.Bench;
using CameraGrid.Bench.Failover;
using CameraGrid.Bench.Latency;
using CameraGrid.Bench.Load;
using CameraGrid.Bench.Recovery;
using CameraGrid.Bench.Ring;
using CameraGrid.Bench.Soak;
using CameraGrid.Bench.Startup;

return await BenchProgram.RunAsync(
    args,
    [
        new LatencyBenchmark(),
        new CpuBenchmark(),
        new MemoryBenchmark(),
        new TelemetryBenchmark(),
        new CapacityBenchmark(),
        new StartupBenchmark(),
        new RingBenchmark(),
        new RecoveryBenchmark(),
        new FailoverBenchmark(),
        new SoakBenchmark(),
    ]
);
