import type { PlayerChoice } from "../tiles/playerTurn";

/** What the page's address asks for. */
export interface PageOptions {
  /** No bar, no pointer: for a screen on a wall. */
  readonly kiosk: boolean;
  readonly player: PlayerChoice;
  /** Only these cameras, in this order; null for all. */
  readonly cameras: readonly string[] | null;
}

export function readOptions(search: string): PageOptions {
  const query = new URLSearchParams(search);
  const player = query.get("player");
  const asked = (query.get("cameras") ?? "").split(",").map((id) => id.trim());
  const cameras = [...new Set(asked)].filter((id) => id !== "");
  return {
    kiosk: query.has("kiosk"),
    player: player === "hls" || player === "mse" ? player : "auto",
    cameras: cameras.length > 0 ? cameras : null,
  };
}
