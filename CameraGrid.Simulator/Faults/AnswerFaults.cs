using CameraGrid.Simulator.Rtsp;

namespace CameraGrid.Simulator.Faults;

/// <summary>Answers that are not what the request deserves.</summary>
internal static class AnswerFaults
{
    private static readonly (FaultKind Kind, RtspStatus Status)[] Refusals =
    [
        (FaultKind.Status404, RtspStatus.NotFound),
        (FaultKind.Status453, RtspStatus.NotEnoughBandwidth),
        (FaultKind.Status503, RtspStatus.ServiceUnavailable),
    ];

    /// <summary>The wrong answer to a request, or null for the right one. OPTIONS, which cameras answer to all, is never refused.</summary>
    public static RtspResponse? Answer(ConnectionFaults faults, RtspRequest request, RtspAuthentication authentication)
    {
        if (faults.IsEmpty || request.Method == "OPTIONS")
        {
            return null;
        }

        if (faults.Has(FaultKind.Unauthorized))
        {
            return authentication.Challenge(request.Path);
        }

        foreach (var (kind, status) in Refusals)
        {
            if (faults.Has(kind))
            {
                return new RtspResponse(status);
            }
        }

        return null;
    }

    /// <summary>Counts a session in, which <see cref="StreamFaults.Leave"/> counts out.</summary>
    /// <returns>False when the camera has as many sessions as it can.</returns>
    public static bool TryEnter(ConnectionFaults faults)
    {
        faults.Stream.Enter();
        if (
            faults.Find(FaultKind.ConnectionLimit) is not { } limit
            || limit.Streams.Sum(stream => stream.Sessions) <= limit.Value
        )
        {
            return true;
        }

        faults.Stream.Leave();
        return false;
    }
}
