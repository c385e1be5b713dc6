import { leaveIfSignedOut } from "../api/session";
import type { CameraHistory } from "./history";

/** So many are asked for at once; the rest of the browser's few connections stay free. */
const atOnce = 3;
const patience = 10_000;

/**
 * Loads the cameras' histories, a few at a time. What fails is left as it was: the next round comes.
 * @returns false if any of them could not be had
 */
export async function loadHistories(
  ids: readonly string[],
  take: (history: CameraHistory) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const left = [...ids];
  let complete = true;
  const work = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined && !signal.aborted; id = left.shift()) {
      try {
        const answer = await fetch(`/api/cameras/${encodeURIComponent(id)}/history`, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
        });
        if (leaveIfSignedOut(answer.status)) return;
        if (answer.ok) take((await answer.json()) as CameraHistory);
        else complete = false;
      } catch {
        complete = false;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return complete;
}
