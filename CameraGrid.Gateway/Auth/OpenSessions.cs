using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;

namespace CameraGrid.Gateway.Auth;

/// <summary>
/// The requests that are being answered, for whom. A WebSocket and a stream of events last for days: they end with their
/// session.
/// </summary>
internal sealed class OpenSessions(Access access, TimeProvider time)
{
    private readonly ConcurrentDictionary<Visit, bool> _visits = new();

    /// <summary>Whoever a request came from watches, until the result is disposed.</summary>
    /// <param name="context">The request; who it came from is kept, and when the cookie ends that it came with. The next one has a newer one.</param>
    /// <param name="leave">Called, from any thread and perhaps more than once, when the session is over.</param>
    public IDisposable Visiting(HttpContext context, Action leave)
    {
        var ticket = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties;
        var visit = new Visit(this, Session.Of(context.User), ticket?.ExpiresUtc, leave);
        _visits.TryAdd(visit, true);
        if (!MayStay(visit))
        {
            // It ended between being let in and being known here.
            leave();
        }

        return visit;
    }

    /// <summary>Sends those away whose session is over. To be called on each change, and now and then for the time.</summary>
    public void EndOver()
    {
        foreach (var (visit, _) in _visits)
        {
            if (!MayStay(visit))
            {
                visit.Leave();
            }
        }
    }

    private bool MayStay(Visit visit) => access.Allows(visit.Session) && !(visit.ExpiresAt <= time.GetUtcNow());

    private sealed class Visit(OpenSessions open, Session? session, DateTimeOffset? expiresAt, Action leave)
        : IDisposable
    {
        public Session? Session => session;

        public DateTimeOffset? ExpiresAt => expiresAt;

        public void Leave() => leave();

        public void Dispose() => open._visits.TryRemove(this, out _);
    }
}
