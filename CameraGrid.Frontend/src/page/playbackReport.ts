import type { Tile } from "../tiles/tile";
import type { TileState } from "../tiles/tileState";

const every = 30_000;

interface Counts {
  stalls: number;
  reconnects: number;
}

/** What a tile tells of itself here. */
export type ReportedTile = Pick<Tile, "camera" | "playback" | "state">;

/** One tile's part of the body of POST /api/playback. */
export interface TileReport extends Counts {
  readonly camera: string;
  readonly protocol: string;
  /** Seconds; null while nothing plays. */
  readonly latency: number | null;
}

/**
 * Tells the server what is seen here, so that its operators know of a viewer's trouble before the viewer calls. It goes
 * as a beacon: nobody waits for it, and the last one is sent even as the page closes.
 */
export class PlaybackReport {
  readonly #counts = new Map<string, Counts>();
  #sentAt = -Infinity;

  constructor(private readonly send: (tiles: TileReport[]) => void = sendBeacon) {}

  /** A tile came into that state. */
  count(tile: ReportedTile): void {
    const counted: Partial<Record<TileState, keyof Counts>> = { stalled: "stalls", reconnecting: "reconnects" };
    const what = counted[tile.state];
    if (!what) return;
    const counts = this.#counts.get(tile.camera.id) ?? { stalls: 0, reconnects: 0 };
    counts[what]++;
    this.#counts.set(tile.camera.id, counts);
  }

  /** Sends a report if it is time for one. @param now `performance.now()` */
  tick(now: number, tiles: readonly ReportedTile[]): void {
    if (this.#sentAt === -Infinity) this.#sentAt = now;
    if (now - this.#sentAt >= every) this.flush(now, tiles);
  }

  /** Sends what there is now: the page may be going away. */
  flush(now: number, tiles: readonly ReportedTile[]): void {
    this.#sentAt = now;
    const reports = tiles.flatMap((tile): TileReport[] => {
      const { playback, camera } = tile;
      const counts = this.#counts.get(camera.id) ?? { stalls: 0, reconnects: 0 };
      if (!playback || (playback.latency === null && counts.stalls + counts.reconnects === 0)) return [];
      return [{ camera: camera.id, ...playback, ...counts }];
    });
    this.#counts.clear();
    if (reports.length > 0) this.send(reports);
  }
}

function sendBeacon(tiles: TileReport[]): void {
  navigator.sendBeacon("/api/playback", new Blob([JSON.stringify({ tiles })], { type: "application/json" }));
}
