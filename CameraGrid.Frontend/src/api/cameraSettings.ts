import { leaveIfSignedOut } from "./session";

/** A camera as it is written down; the server tells neither its user nor its password. */
export interface CameraSetting {
  readonly id: string;
  readonly name: string;
  /** Only those of the page can be changed here. */
  readonly source: "page" | "keys" | "file" | "demo";
  /** What looks like a secret in it stands as `***`; sent back so, it stays what it is. */
  readonly url: string;
  readonly subUrl: string | null;
  readonly transport: "tcp" | "udp";
  readonly enabled: boolean;
  readonly hasUser: boolean;
  /** Why it cannot be used, and what to do. */
  readonly problem: string | null;
}

/** A camera as it was typed. `null` keeps user or password; an empty user is none. */
export interface CameraInput {
  readonly name: string;
  readonly url: string;
  readonly subUrl: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly transport: string;
  readonly enabled: boolean;
}

/** What is wrong, by the name of the field. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

export type Outcome<T> =
  | { readonly done: true; readonly value: T }
  | {
      readonly done: false;
      readonly reason: string;
      readonly errors: FieldErrors;
      /** The server, or its store, does not answer: it may do so later. */
      readonly isAway: boolean;
    };

interface Problem {
  readonly detail?: string;
  readonly errors?: FieldErrors;
}

const path = (id: string): string => `/api/cameras/${encodeURIComponent(id)}`;

export const readSettings = (): Promise<Outcome<readonly CameraSetting[]>> =>
  ask("/api/camera-settings", { cache: "no-store" }, async (answer) => {
    const { cameras } = (await answer.json()) as { cameras: readonly CameraSetting[] };
    return cameras;
  });

/** @returns the id of the new camera */
export const addCamera = (camera: CameraInput): Promise<Outcome<string>> =>
  ask("/api/cameras", withBody("POST", camera), async (answer) => ((await answer.json()) as { id: string }).id);

export const changeCamera = (id: string, camera: CameraInput): Promise<Outcome<string>> =>
  ask(path(id), withBody("PUT", camera), () => Promise.resolve(id));

export const removeCamera = (id: string): Promise<Outcome<string>> =>
  ask(path(id), { method: "DELETE" }, () => Promise.resolve(id));

const withBody = (method: string, camera: CameraInput): RequestInit => ({
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(camera),
});

async function ask<T>(url: string, init: RequestInit, read: (answer: Response) => Promise<T>): Promise<Outcome<T>> {
  try {
    const answer = await fetch(url, init);
    leaveIfSignedOut(answer.status);
    if (answer.ok) return { done: true, value: await read(answer) };
    const problem = (await answer.json()) as Problem;
    return {
      done: false,
      reason: problem.detail ?? `The server refuses (${answer.status}).`,
      errors: problem.errors ?? {},
      isAway: answer.status >= 500,
    };
  } catch {
    return { done: false, reason: "The server does not answer. Try again in a moment.", errors: {}, isAway: true };
  }
}
