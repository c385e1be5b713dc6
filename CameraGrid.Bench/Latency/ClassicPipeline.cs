using CameraGrid.Bench.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace CameraGrid.Bench.Latency;

/// <summary>
/// How cameras are usually brought to a browser: FFmpeg encodes to HLS files of two seconds, a web server hands them out,
/// hls.js plays them.
/// </summary>
internal sealed class ClassicPipeline : IAsyncDisposable
{
    private static readonly TimeSpan FirstSegments = TimeSpan.FromSeconds(60);

    private static readonly string PageFolder = Path.Combine(AppContext.BaseDirectory, "classic");

    private readonly ChildProcess _ffmpeg;
    private readonly Workspace _workspace;
    private readonly WebApplication _server;

    private ClassicPipeline(ChildProcess ffmpeg, Workspace workspace, WebApplication server)
    {
        _ffmpeg = ffmpeg;
        _workspace = workspace;
        _server = server;
    }

    /// <summary>The page that plays it.</summary>
    public Uri Address => new(new Uri(_server.Urls.First()), "/index.html");

    /// <summary>The arguments of its FFmpeg.</summary>
    /// <param name="source">An RTSP address of 25 frames per second.</param>
    /// <param name="folder">Where the playlist and the segments go.</param>
    public static IReadOnlyList<string> Arguments(Uri source, string folder) =>
        [
            .. Options("-hide_banner -nostats -loglevel warning -rtsp_transport tcp -i"),
            source.AbsoluteUri,
            .. Options("-c:v libx264 -preset ultrafast -g 50 -an -f hls -hls_time 2 -hls_flags delete_segments"),
            Path.Combine(folder, "index.m3u8"),
        ];

    /// <summary>Starts it and returns when there is something to play.</summary>
    public static async Task<ClassicPipeline> StartAsync(Uri source, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(PageFolder, "hls.min.js")))
        {
            throw new BenchmarkException("hls.js is not installed; ./camgrid bench does it.");
        }

        var workspace = new Workspace();
        var ffmpeg = ChildProcess.Start(
            new ChildCommand("The classic pipeline's FFmpeg", "ffmpeg", Arguments(source, workspace.Folder))
        );
        var server = BuildServer(workspace.Folder);
        var pipeline = new ClassicPipeline(ffmpeg, workspace, server);
        try
        {
            await server.StartAsync(cancellationToken);
            await pipeline.WaitForSegmentsAsync(cancellationToken);
            return pipeline;
        }
        catch
        {
            await pipeline.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _ffmpeg.DisposeAsync();
        _workspace.Dispose();
    }

    private static WebApplication BuildServer(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var server = builder.Build();
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".m3u8"] = "application/vnd.apple.mpegurl";
        types.Mappings[".ts"] = "video/mp2t";
        server.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = new CompositeFileProvider(
                    new PhysicalFileProvider(folder),
                    new PhysicalFileProvider(PageFolder)
                ),
                ContentTypeProvider = types,
            }
        );
        return server;
    }

    // A player starts three segments from the end.
    private Task WaitForSegmentsAsync(CancellationToken cancellationToken)
    {
        var third = _workspace.PathOf("index2.ts");
        return Until.NothingIsMissingAsync(
            FirstSegments,
            _ =>
            {
                _ffmpeg.ThrowIfEnded();
                return Task.FromResult(
                    File.Exists(third) ? null : "the classic pipeline has not written three segments"
                );
            },
            cancellationToken
        );
    }

    private static string[] Options(string text) => text.Split(' ');
}
