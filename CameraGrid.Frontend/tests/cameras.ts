import type { Camera, StreamHealth } from "../src/api/contract";

export const live: StreamHealth = {
  state: "live",
  stale: false,
  since: "2026-05-01T10:00:00Z",
  codec: "avc1.64001f",
  width: 640,
  height: 360,
  frameRate: 25,
  bitRate: 600_000,
  hasAudio: false,
  restarts: 0,
  lastRestartReason: null,
  lastFrameAt: null,
  nextTryAt: null,
  lastError: null,
};

export const away: StreamHealth = { ...live, state: "backoff", lastError: "connection refused" };

export const camera = (id: string, sub: StreamHealth | null = live, main: StreamHealth = live): Camera => ({
  id,
  name: id.toUpperCase(),
  streams: { main, sub },
});
