import { expect, test } from "vitest";
import { PlaybackReport, type ReportedTile, type TileReport } from "../../src/page/playbackReport";
import { camera } from "../cameras";

function reporter(): { report: PlaybackReport; sent: TileReport[][] } {
  const sent: TileReport[][] = [];
  return { report: new PlaybackReport((tiles) => sent.push(tiles)), sent };
}

const tile = (id: string, state: ReportedTile["state"], latency: number | null = null): ReportedTile => ({
  camera: camera(id),
  state,
  playback: { protocol: "mse", latency },
});

test("a report goes out every half minute", () => {
  const { report, sent } = reporter();
  const tiles = [tile("yard", "playing", 0.12)];
  for (let now = 1_000; now <= 62_000; now += 250) report.tick(now, tiles);
  expect(sent).toHaveLength(2);
  expect(sent[0]).toEqual([{ camera: "yard", protocol: "mse", latency: 0.12, stalls: 0, reconnects: 0 }]);
});

test("stalls and reconnects count once, in the report after them", () => {
  const { report, sent } = reporter();
  const yard = tile("yard", "reconnecting");
  report.count(tile("yard", "stalled"));
  report.count(yard);
  report.count(yard);
  report.flush(1_000, [yard]);
  report.flush(2_000, [yard]);
  expect(sent).toEqual([[{ camera: "yard", protocol: "mse", latency: null, stalls: 1, reconnects: 2 }]]);
});

test("a tile that shows nothing and had no trouble is left out", () => {
  const { report, sent } = reporter();
  report.count(tile("yard", "away"));
  report.flush(1_000, [tile("yard", "away")]);
  expect(sent).toEqual([]);
});
