import type { PlayerChoice } from "../tiles/playerTurn";

/** What the page's address asks for. */
export interface PageOptions {
  /** No bar, no pointer: for a screen on a wall. */
  readonly kiosk: boolean;
  readonly player: PlayerChoice;
  /** Only these cameras, in this order; null for all. */
  readonly cameras: readonly string[] | null;
}

/** WebRTC goes by the name of its protocol, too. */
const players: Readonly<Record<string, PlayerChoice>> = { mse: "mse", hls: "hls", whep: "whep", webrtc: "whep" };

export function readOptions(search: string): PageOptions {
  const query = new URLSearchParams(search);
  const asked = (query.get("cameras") ?? "").split(",").map((id) => id.trim());
  const cameras = [...new Set(asked)].filter((id) => id !== "");
  return {
    kiosk: query.has("kiosk"),
    player: players[query.get("player") ?? ""] ?? "auto",
    cameras: cameras.length > 0 ? cameras : null,
  };
}
