namespace CameraGrid.Simulator.Faults;

/// <summary>Something wrong with a camera: until it is cleared, for a time, or for so many connections.</summary>
internal sealed record Fault(FaultKind Kind)
{
    // A month; what timers can hold is little more.
    private const double MostSeconds = 30 * 24 * 3600;

    /// <summary>How long it lasts; null for ever.</summary>
    public double? Seconds { get; init; }

    /// <summary>How many connections meet it, each until its end; null all.</summary>
    public int? Count { get; init; }

    /// <summary>In the unit of its kind (<see cref="FaultKinds"/>); null for the default.</summary>
    public double? Value { get; init; }

    /// <summary>What is wrong with it as a fault; null where nothing is.</summary>
    public string? Validate()
    {
        var (_, name, range) = FaultKinds.RuleOf(Kind);
        return this switch
        {
            { Seconds: not (null or (> 0 and <= MostSeconds)) } =>
                $"seconds must be more than 0 and at most {MostSeconds}",
            { Count: <= 0 } => "count must be at least 1",
            { Value: not null } when range is null => $"{name} takes no value",
            { Value: { } value } when !(value >= range!.Least && value <= range.Most) =>
                $"the value of {name} must be between {range.Least} and {range.Most}",
            _ => null,
        };
    }

    /// <summary>Makes a fault of its parts.</summary>
    /// <returns>Null, with what is wrong, where they are none.</returns>
    public static Fault? Create(string? kind, double? seconds, int? count, double? value, out string? error)
    {
        if (FaultKinds.Find(kind) is not { } rule)
        {
            error = $"\"{kind}\" is no kind of fault; the kinds are {FaultKinds.Names}";
            return null;
        }

        var fault = new Fault(rule.Kind)
        {
            Seconds = seconds,
            Count = count,
            Value = value,
        };
        error = fault.Validate();
        return error is null ? fault : null;
    }
}
