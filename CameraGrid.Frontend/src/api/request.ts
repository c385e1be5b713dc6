import { leaveIfSignedOut } from "./session";

/** Why something was not done (RFC 9457), in words for people. */
export class Problem {
  /** @param field the member of what was sent that is wrong; null where it is none of them */
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly field: string | null = null,
  ) {}
}

/** As it comes: a proxy on the way may answer with something else. */
interface ProblemBody {
  readonly detail?: string;
  readonly field?: string;
}

/**
 * Asks the server for something.
 * @param body sent as JSON
 * @returns what it answered, null where that has no content
 */
export async function request<T>(method: string, path: string, body?: object): Promise<T | Problem> {
  try {
    const init = body ? { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
    const answer = await fetch(path, { method, ...init });
    if (answer.ok) {
      const content = await answer.text();
      return (content === "" ? null : JSON.parse(content)) as T;
    }
    leaveIfSignedOut(answer.status);
    return await problemOf(answer);
  } catch {
    return new Problem(0, "The server does not answer. Try again in a moment.");
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  const body = await answer.json().then(
    (json: unknown) => json as ProblemBody | null,
    () => null,
  );
  return new Problem(
    answer.status,
    body?.detail ?? `The server refused (${answer.status}). Try again in a moment.`,
    body?.field ?? null,
  );
}
