namespace CameraGrid.Simulator.Faults;

/// <summary>What can go wrong with a camera.</summary>
internal enum FaultKind
{
    Refuse,
    Silent,
    Reboot,
    StopReading,
    ConnectionLimit,
    Unauthorized,
    Status404,
    Status453,
    Status503,
    Freeze,
    FreezeAll,
    CutMidFrame,
    Garbage,
    Loss,
    Reorder,
    JumpForward,
    JumpBack,
    RepeatTimestamps,
    UnsetTimestamps,
    Drift,
    Resolution,
    Codec,
    LongGop,
    DoubleRate,
    SdpOnlySets,
    InBandOnlySets,
}

/// <summary>What people call a kind, and the value it takes.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">Its name in the API and on the command line.</param>
/// <param name="Value">Its value; null where it takes none.</param>
internal sealed record FaultRule(FaultKind Kind, string Name, FaultValue? Value = null);

/// <summary>The value of a fault, in the unit of its kind.</summary>
internal sealed record FaultValue(double Default, double Least, double Most);

/// <summary>The table of all kinds.</summary>
internal static class FaultKinds
{
    private static readonly FaultRule[] Rules =
    [
        new(FaultKind.Refuse, "refuse"),
        new(FaultKind.Silent, "silent"),
        new(FaultKind.Reboot, "reboot"),
        new(FaultKind.StopReading, "stop-reading"),
        // Sessions.
        new(FaultKind.ConnectionLimit, "connection-limit", new FaultValue(2, 0, 1000)),
        new(FaultKind.Unauthorized, "unauthorized"),
        new(FaultKind.Status404, "status-404"),
        new(FaultKind.Status453, "status-453"),
        new(FaultKind.Status503, "status-503"),
        new(FaultKind.Freeze, "freeze"),
        new(FaultKind.FreezeAll, "freeze-all"),
        new(FaultKind.CutMidFrame, "cut-mid-frame"),
        // Per cent of the packets.
        new(FaultKind.Garbage, "garbage", new FaultValue(100, 0, 100)),
        new(FaultKind.Loss, "loss", new FaultValue(5, 0, 100)),
        new(FaultKind.Reorder, "reorder", new FaultValue(5, 0, 100)),
        // Seconds: less than half of what 32 bits of a 90 kHz clock hold.
        new(FaultKind.JumpForward, "jump-forward", new FaultValue(10, 0, 20_000)),
        new(FaultKind.JumpBack, "jump-back", new FaultValue(10, 0, 20_000)),
        // Frames with the same timestamp.
        new(FaultKind.RepeatTimestamps, "repeat-timestamps", new FaultValue(2, 2, 1_000_000)),
        new(FaultKind.UnsetTimestamps, "unset-timestamps"),
        // Per cent.
        new(FaultKind.Drift, "drift", new FaultValue(1, -50, 50)),
        new(FaultKind.Resolution, "resolution"),
        new(FaultKind.Codec, "codec"),
        new(FaultKind.LongGop, "long-gop"),
        new(FaultKind.DoubleRate, "double-rate"),
        new(FaultKind.SdpOnlySets, "sdp-only-sets"),
        new(FaultKind.InBandOnlySets, "in-band-only-sets"),
    ];

    /// <summary>The names of all kinds.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Rules.Select(rule => rule.Name)];

    /// <summary>The same, as a sentence takes them.</summary>
    public static string Names { get; } = string.Join(", ", All);

    public static FaultRule RuleOf(FaultKind kind) => Rules[(int)kind];

    /// <returns>Null where no kind has this name.</returns>
    public static FaultRule? Find(string? name) => Rules.FirstOrDefault(rule => rule.Name == name);
}
