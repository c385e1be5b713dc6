namespace CameraGrid.Bench.Harness;

/// <summary>One service in a process of its own, which can be killed and started again at the same address.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _name;
    private readonly string _folder;
    private readonly IReadOnlyList<string> _arguments;
    private readonly IReadOnlyDictionary<string, string?> _environment;
    private ChildProcess? _process;

    private ServiceProcess(
        string name,
        string folder,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?> environment
    )
    {
        _name = name;
        _folder = folder;
        _arguments = arguments;
        _environment = environment;
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>The id of its present process.</summary>
    public int Id => _process!.Id;

    /// <summary>Starts it and returns when it listens.</summary>
    /// <param name="name">The last part of the project's name.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="arguments">Its configuration.</param>
    /// <param name="environment">Variables to set, or to take away where the value is null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<ServiceProcess> StartAsync(
        string name,
        string folder,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken cancellationToken
    )
    {
        var service = new ServiceProcess(name, folder, arguments, environment);
        try
        {
            await service.StartAsync(cancellationToken);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it with SIGKILL; what it started is left to itself.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Stops it with SIGTERM and returns when it is gone.</summary>
    public Task StopAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        _process!.StopAsync(limit, cancellationToken);

    /// <summary>Sends it a signal, such as <c>-STOP</c>.</summary>
    public Task SignalAsync(string signal, CancellationToken cancellationToken) =>
        ChildProcess.SignalAsync(signal, Id, cancellationToken);

    /// <summary>Starts it again where it was before.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        var program = Path.Combine(AppContext.BaseDirectory, $"CameraGrid.{_name}.dll");
        _process = ChildProcess.Start(
            new ChildCommand(
                $"The {_name}",
                "dotnet",
                [program, $"--urls={Address.GetLeftPart(UriPartial.Authority)}", .. _arguments],
                _environment,
                _folder
            )
        );
        var line = await _process.LineAsync(
            line => line.Contains(Listening, StringComparison.Ordinal),
            StartLimit,
            cancellationToken
        );
        Address = new Uri(line.Split(Listening)[1].Trim());
    }

    /// <summary>Fails when it is no longer there.</summary>
    public void ThrowIfEnded() => _process!.ThrowIfEnded();

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
