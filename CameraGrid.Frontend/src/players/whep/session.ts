/** A session could not be begun: the server's words, and whether another attempt can help. */
export class SessionRefused extends Error {
  constructor(
    message: string,
    readonly forGood: boolean,
  ) {
    super(message);
  }
}

/** What the stream, or this browser, cannot do, no later attempt can: 406 and 422. */
const forGood = [406, 422];

export interface Session {
  /** Where it is ended. */
  readonly url: string;
  /** SDP. */
  readonly answer: string;
}

/** Begins a session by WHEP (draft-ietf-wish-whep): an offer is posted, the answer comes back. */
export async function beginSession(url: string, offer: string, signal: AbortSignal): Promise<Session> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/sdp" },
    body: offer,
    signal,
  });
  const location = response.headers.get("Location");
  if (response.status !== 201 || location === null) {
    throw new SessionRefused(await reasonOf(response), forGood.includes(response.status));
  }
  return { url: location, answer: await response.text() };
}

/** Ends a session; also as the page closes. Where it fails, the server finds out by itself. */
export async function endSession(url: string): Promise<void> {
  try {
    await fetch(url, { method: "DELETE", keepalive: true });
  } catch {
    // There is no way to the server, and so none for its pictures.
  }
}

async function reasonOf(response: Response): Promise<string> {
  try {
    const { detail } = (await response.json()) as { detail?: unknown };
    if (typeof detail === "string") return detail;
  } catch {
    // No problem document: something between here and the server has answered.
  }
  return `the server answered ${response.status}`;
}
