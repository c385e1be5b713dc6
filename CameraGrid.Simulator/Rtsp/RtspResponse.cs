using System.Globalization;
using System.Text;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>A response (RFC 2326, 7).</summary>
internal sealed class RtspResponse(RtspStatus status)
{
    private readonly List<(string Name, string Value)> _headers = [];

    public RtspStatus Status => status;

    public string Body { get; init; } = "";

    /// <summary>Whether the connection ends with this response.</summary>
    public bool Closes { get; init; }

    public RtspResponse With(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    /// <param name="sequence">The request's CSeq, or null where it could not be read.</param>
    public byte[] ToBytes(string? sequence)
    {
        var text = new StringBuilder();
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        text.Append("RTSP/1.0 ").Append(code).Append(' ').Append(status.Reason()).Append("\r\n");
        if (sequence is not null)
        {
            text.Append("CSeq: ").Append(sequence).Append("\r\n");
        }

        foreach (var (name, value) in _headers)
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (Body.Length > 0)
        {
            var length = Encoding.UTF8.GetByteCount(Body).ToString(CultureInfo.InvariantCulture);
            text.Append("Content-Length: ").Append(length).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(Body).ToString());
    }
}
