namespace CameraGrid.Bench.Soak;

/// <summary>A kind of fault that a soak lets happen.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Due">So long after its end every picture it took must be live again.</param>
/// <param name="Longest">It lasts at most so long; zero where it is over at once.</param>
/// <param name="HappenAsync">
/// Lets it begin and end: on one camera, for a time. A fault of all cameras is given the first one and leaves it aside.
/// </param>
/// <param name="IsOfAll">It takes all pictures, so it happens alone.</param>
internal sealed record SoakFault(
    string Name,
    TimeSpan Due,
    TimeSpan Longest,
    Func<SoakTarget, Task> HappenAsync,
    bool IsOfAll = false
);

/// <summary>Whom a fault hits, and for how long.</summary>
internal sealed record SoakTarget(Recovery.SceneCamera Camera, TimeSpan Time, CancellationToken Token);
