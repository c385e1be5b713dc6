using System.Globalization;

namespace CameraGrid.Bench.Harness;

/// <summary>A connected socket, a line of <c>/proc/net/tcp</c>; see proc_pid_net(5).</summary>
/// <param name="LocalPort">The port at this end.</param>
/// <param name="RemotePort">The port at the other end.</param>
/// <param name="Inode">What a process's <c>/proc/[pid]/fd</c> calls it: <c>socket:[inode]</c>.</param>
internal sealed record TcpConnection(int LocalPort, int RemotePort, long Inode)
{
    private const string Established = "01";

    /// <summary>All of this machine over IPv4.</summary>
    public static IReadOnlyList<TcpConnection> All() => Parse(File.ReadAllText("/proc/net/tcp"));

    /// <remarks><c>sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …</c>, numbers in hexadecimal.</remarks>
    public static IReadOnlyList<TcpConnection> Parse(string text) =>
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[3] == Established)
                .Select(fields => new TcpConnection(
                    Port(fields[1]),
                    Port(fields[2]),
                    long.Parse(fields[9], CultureInfo.InvariantCulture)
                )),
        ];

    private static int Port(string address) =>
        int.Parse(address.Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
