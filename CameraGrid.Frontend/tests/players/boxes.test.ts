import { expect, test } from "vitest";
import { newFragment, readFragment, readVideoTrack } from "../../src/players/mse/boxes";

const u32 = (...values: number[]): number[] =>
  values.flatMap((value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
const text = (value: string): number[] => Array.from(value, (character) => character.charCodeAt(0));
const box = (type: string, ...content: number[][]): number[] => {
  const body = content.flat();
  return [...u32(body.length + 8), ...text(type), ...body];
};
const buffer = (...boxes: number[][]): ArrayBuffer => new Uint8Array(boxes.flat()).buffer;

const track = (id: number, timescale: number, handler: string, version: number): number[] =>
  box(
    "trak",
    box("tkhd", [version, 0, 0, 7], version === 1 ? u32(0, 0, 0, 0) : u32(0, 0), u32(id)),
    box(
      "mdia",
      box("mdhd", [version, 0, 0, 0], version === 1 ? u32(0, 0, 0, 0) : u32(0, 0), u32(timescale)),
      box("hdlr", u32(0, 0), text(handler)),
    ),
  );

const notSync = 0x0101_0000;
const prft = (seconds: number, fraction: number): number[] =>
  box("prft", u32(0x0100_0018, 1, seconds, fraction), u32(0, 0));

interface Options {
  tfhd?: number[];
  tfdt?: number[];
  trun?: number[];
}
const moof = ({ tfhd, tfdt, trun }: Options = {}): number[] =>
  box(
    "moof",
    box("mfhd", u32(0, 1)),
    box(
      "traf",
      box("tfhd", tfhd ?? u32(0x0002_0000, 2)),
      box("tfdt", tfdt ?? u32(0x0100_0000, 1, 0)),
      box("trun", trun ?? u32(0x0100_0f01, 1, 100, 3600, 5000, notSync, 1800)),
    ),
  );
const mdat = box("mdat", [1, 2, 3, 4]);

test.each([0, 1])("the video track of an init segment is found behind another one (version %i)", (version) => {
  const init = buffer(
    box("ftyp", text("isom")),
    box("moov", box("mvhd", u32(0, 0)), track(1, 48_000, "soun", version), track(2, 90_000, "vide", version)),
  );
  expect(readVideoTrack(init)).toEqual({ id: 2, timescale: 90_000 });
});

test.each([
  ["no video", buffer(box("moov", track(1, 48_000, "soun", 0)))],
  ["no movie", buffer(mdat)],
  ["nothing", buffer()],
  ["a size beyond the end", buffer(u32(4_000, 0x6d6f6f76), [0])],
])("an init segment with %s has no video track", (_what, init) => {
  expect(readVideoTrack(init)).toBeNull();
});

test("a fragment tells its track, times, kind and when it was produced", () => {
  const fragment = newFragment();
  expect(readFragment(buffer(prft(2_208_988_800 + 1_700_000_000, 0x8000_0000), moof(), mdat), 90_000, fragment)).toBe(
    true,
  );
  // 2^32 / 90000 s, half of a frame of 40 ms later by its composition offset.
  expect(fragment.trackId).toBe(2);
  expect(fragment.start).toBeCloseTo(47_721.8588 + 0.02, 3);
  expect(fragment.end - fragment.start).toBeCloseTo(0.04, 6);
  expect(fragment.isKey).toBe(false);
  expect(fragment.producedAt).toBe(1_700_000_000_500);
});

test("without prft the time of production is unknown", () => {
  const fragment = newFragment();
  readFragment(buffer(moof(), mdat), 90_000, fragment);
  expect(fragment.producedAt).toBeNaN();
});

test("defaults of the track header count where the run says nothing", () => {
  const fragment = newFragment();
  const tfhd = u32(0x0002_0038, 1, 3000, 77, notSync);
  const tfdt = u32(0, 90_000);
  const trun = u32(0x0000_0201, 2, 100, 5000, 6000);
  expect(readFragment(buffer(moof({ tfhd, tfdt, trun }), mdat), 90_000, fragment)).toBe(true);
  expect(fragment).toMatchObject({ trackId: 1, start: 1, isKey: false });
  expect(fragment.end).toBeCloseTo(1 + 6000 / 90_000, 9);
});

test("the flags of the first sample tell a keyframe", () => {
  const fragment = newFragment();
  const trun = u32(0x0000_0205, 1, 100, 0x0200_0000, 5000);
  const tfhd = u32(0x0002_0028, 1, 3000, notSync);
  readFragment(buffer(moof({ tfhd, trun }), mdat), 90_000, fragment);
  expect(fragment.isKey).toBe(true);
});

test("what is cut off or foreign is no fragment, and never an exception", () => {
  const whole = new Uint8Array(buffer(prft(1, 2), moof(), mdat));
  for (let length = 0; length < whole.length - mdat.length; length++) {
    expect(readFragment(whole.slice(0, length).buffer, 90_000, newFragment())).toBe(false);
  }
  expect(readFragment(buffer(moof({ trun: u32(0x0100_0f01, 5_000, 100) }), mdat), 90_000, newFragment())).toBe(false);
});
