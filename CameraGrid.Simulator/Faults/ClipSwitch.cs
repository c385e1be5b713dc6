using CameraGrid.Simulator.Clips;

namespace CameraGrid.Simulator.Faults;

/// <summary>Follows the faults that change the clip of a running session.</summary>
/// <param name="faults">What the session meets.</param>
/// <param name="playing">What it plays at first.</param>
/// <param name="load">Finds or makes a clip.</param>
internal sealed class ClipSwitch(ConnectionFaults faults, ClipVariant playing, Func<ClipVariant, Task<Clip>> load)
{
    private ClipVariant _wanted = playing;
    private Task<Clip>? _loading;

    /// <summary>Called for each frame.</summary>
    /// <returns>The clip to go on with, its loading done or failed; null while there is no other.</returns>
    public Task<Clip>? Next()
    {
        var wanted = ClipVariant.Of(faults);
        if (wanted != _wanted)
        {
            _wanted = wanted;
            _loading = load(wanted);
        }

        if (_loading is not { IsCompleted: true } loaded)
        {
            return null;
        }

        _loading = null;
        return loaded;
    }
}
