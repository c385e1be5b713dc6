import type { CameraList } from "./contract";
import { leaveIfSignedOut } from "./session";

/**
 * The cameras as they are now, or null where the server does not answer. The page's HTML has asked for them before this
 * script was here, so that the first tiles need not wait for the event stream, which brings the same list and all after.
 */
export async function fetchCameras(): Promise<CameraList | null> {
  try {
    const answer = await fetch("/api/cameras", { credentials: "same-origin" });
    leaveIfSignedOut(answer.status);
    return answer.ok ? ((await answer.json()) as CameraList) : null;
  } catch {
    return null;
  }
}
