/** Who is signed in; without a name where nobody has to. The body of GET /api/session. */
export interface Session {
  readonly name: string | null;
  readonly role: "viewer" | "admin" | null;
  readonly kiosk: boolean;
}

/** Null where the server does not answer, or nobody is signed in any more. */
export async function fetchSession(): Promise<Session | null> {
  try {
    const answer = await fetch("/api/session");
    leaveIfSignedOut(answer.status);
    return answer.ok ? ((await answer.json()) as Session) : null;
  } catch {
    return null;
  }
}

/**
 * To the sign-in page and, from there, back here, where the server says that nobody is signed in any more. The server leads
 * back at once whoever is.
 * @returns whether it is so
 */
export function leaveIfSignedOut(status: number): boolean {
  if (status !== 401) return false;
  location.assign(`/login?return=${encodeURIComponent(location.pathname + location.search)}`);
  return true;
}
