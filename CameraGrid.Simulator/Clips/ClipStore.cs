using System.Collections.Concurrent;
using CameraGrid.ServiceDefaults;
using CliWrap;
using CliWrap.Exceptions;
using Microsoft.Extensions.Options;

namespace CameraGrid.Simulator.Clips;

/// <summary>The clips: in memory, else in the cache folder, else encoded by FFmpeg, once for all who ask.</summary>
/// <remarks>
/// FFmpeg writes into a folder of its own which then takes its final name, so what is cut off leaves no half clip. A lock file,
/// which the system releases even when its owner is killed, keeps several simulators from encoding the same clip.
/// </remarks>
internal sealed partial class ClipStore(
    IOptions<SimulatorOptions> options,
    TimeProvider time,
    ILogger<ClipStore> logger
) : IDisposable
{
    private static readonly TimeSpan EncodeLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<ClipRecipe, Task<ClipOutputs>> _clips = new();
    private readonly SemaphoreSlim _encoders = new(Math.Max(2, Environment.ProcessorCount));
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The outputs of a recipe.</summary>
    /// <exception cref="ClipException">FFmpeg could not make the clip; the next call tries again.</exception>
    public async Task<ClipOutputs> GetAsync(ClipRecipe recipe, CancellationToken cancellationToken)
    {
        // Whoever asks first starts it, and it goes on for the others when the first leaves.
        var task = _clips.GetOrAdd(recipe, key => Task.Run(() => LoadAsync(key, _stopping.Token)));
        try
        {
            return await task.WaitAsync(cancellationToken);
        }
        catch when (task.IsFaulted || task.IsCanceled)
        {
            _clips.TryRemove(new(recipe, task));
            throw;
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task<ClipOutputs> LoadAsync(ClipRecipe recipe, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Value.Cache, ClipArguments.CacheKey(recipe));
        try
        {
            if (!Directory.Exists(folder))
            {
                await EncodeAsync(recipe, folder, cancellationToken);
            }

            return await ReadAsync(recipe, folder, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Media.MediaFormatException)
        {
            throw new ClipException($"The clip {recipe.Name} cannot be used: {error.Message}", error);
        }
    }

    private async Task EncodeAsync(ClipRecipe recipe, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Value.Cache);
        await _encoders.WaitAsync(cancellationToken);
        try
        {
            await using var held = await LockAsync($"{folder}.lock", cancellationToken);
            if (Directory.Exists(folder))
            {
                return;
            }

            var started = time.GetTimestamp();
            var partial = $"{folder}.partial";
            Directory.CreateDirectory(partial);
            await RunAsync(recipe, partial, cancellationToken);
            Directory.Move(partial, folder);
            LogEncoded(logger, recipe.Name, time.GetElapsedTime(started).TotalSeconds);
        }
        finally
        {
            _encoders.Release();
        }
    }

    private async Task RunAsync(ClipRecipe recipe, string folder, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(EncodeLimit);
        var errors = new System.Text.StringBuilder();
        try
        {
            await Cli.Wrap(options.Value.Ffmpeg)
                .WithArguments(ClipArguments.Build(recipe))
                .WithEnvironmentVariables(ChildEnvironment.Withheld())
                .WithWorkingDirectory(folder)
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
                .ExecuteAsync(limit.Token);
        }
        catch (CommandExecutionException error)
        {
            throw new ClipException($"FFmpeg could not encode the clip {recipe.Name}: {errors}", error);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new ClipException($"FFmpeg ({options.Value.Ffmpeg}) cannot be started: {error.Message}", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClipException($"FFmpeg took more than {EncodeLimit} for the clip {recipe.Name}.", error);
        }
    }

    private async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(LockPoll, time, cancellationToken);
            }
        }
    }

    private static async Task<ClipOutputs> ReadAsync(
        ClipRecipe recipe,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var main = await File.ReadAllBytesAsync(Path.Combine(folder, ClipArguments.MainFile), cancellationToken);
        var mainClip = ClipReader.Read(main, recipe, recipe.Main);
        if (recipe.Sub is null)
        {
            return new ClipOutputs(mainClip, null);
        }

        var sub = await File.ReadAllBytesAsync(Path.Combine(folder, ClipArguments.SubFile), cancellationToken);
        return new ClipOutputs(mainClip, ClipReader.Read(sub, recipe, recipe.Sub));
    }
}

/// <summary>The clips one recipe makes.</summary>
internal sealed record ClipOutputs(Clip Main, Clip? Sub);

/// <summary>A clip could not be made; the message says why.</summary>
public sealed class ClipException(string message, Exception inner) : Exception(message, inner);
