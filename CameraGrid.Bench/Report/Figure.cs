using System.Globalization;

namespace CameraGrid.Bench.Report;

/// <summary>One row of a table.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Measured">The value with its unit.</param>
/// <param name="Bound">What it must reach, or null where nothing was asked.</param>
/// <param name="Met">Whether it does.</param>
internal sealed record Figure(string Name, string Measured, string? Bound = null, bool? Met = null)
{
    /// <summary>A value that must not be larger than its bound.</summary>
    public static Figure AtMost(string name, double value, double bound, string unit, int digits = 0) =>
        new(name, Text(value, unit, digits), $"≤ {Text(bound, unit, DigitsOf(bound))}", value <= bound);

    /// <summary>A value that must not be smaller than its bound.</summary>
    public static Figure AtLeast(string name, double value, double bound, string unit, int digits = 0) =>
        new(name, Text(value, unit, digits), $"≥ {Text(bound, unit, DigitsOf(bound))}", value >= bound);

    /// <summary>A value that no bound was asked for.</summary>
    public static Figure Plain(string name, double value, string unit, int digits = 0) =>
        new(name, Text(value, unit, digits));

    /// <summary>A share of a whole, 1 for all of it, that no bound was asked for.</summary>
    public static Figure Percent(string name, double share) => Plain(name, 100 * share, "%", digits: 1);

    /// <summary>A number with its unit, thousands separated.</summary>
    public static string Text(double value, string unit, int digits) =>
        value.ToString("N" + digits, CultureInfo.InvariantCulture) + (unit.Length == 0 ? "" : $" {unit}");

    private static int DigitsOf(double bound) => bound == Math.Truncate(bound) ? 0 : 1;
}
