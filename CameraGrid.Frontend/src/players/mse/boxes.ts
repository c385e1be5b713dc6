/**
 * The few fields of ISO/IEC 14496-12 boxes that a live page needs of every frame. Reads by the boxes' own sizes;
 * what is malformed is answered with null or false and left to the browser's parser to judge.
 *
 *     init       ftyp  moov { mvhd  trak { tkhd  mdia { mdhd  hdlr … } }  mvex }
 *     fragment   prft?  moof { mfhd  traf { tfhd  tfdt  trun } }  mdat
 */

export interface VideoTrack {
  readonly id: number;
  /** Units a second of the track's times. */
  readonly timescale: number;
}

/** Filled by `readFragment`, and used again for the next one: four hundred a second are read on a full page. */
export interface Fragment {
  trackId: number;
  /** Presentation of its first sample and end of its last one, in seconds. */
  start: number;
  end: number;
  /** Begins with a sync sample. */
  isKey: boolean;
  /** Unix time in milliseconds from `prft`; NaN without one. */
  producedAt: number;
}

export const newFragment = (): Fragment => ({ trackId: 0, start: 0, end: 0, isKey: false, producedAt: NaN });

const box = (name: string): number =>
  (name.charCodeAt(0) << 24) | (name.charCodeAt(1) << 16) | (name.charCodeAt(2) << 8) | name.charCodeAt(3);

const moov = box("moov");
const trak = box("trak");
const tkhd = box("tkhd");
const mdia = box("mdia");
const mdhd = box("mdhd");
const hdlr = box("hdlr");
const vide = box("vide");
const prft = box("prft");
const moof = box("moof");
const traf = box("traf");
const tfhd = box("tfhd");
const tfdt = box("tfdt");
const trun = box("trun");

/** The start of the child box of that type in [from, to), or -1. */
function find(view: DataView, from: number, to: number, type: number): number {
  for (let at = from; at + 8 <= to;) {
    const size = view.getUint32(at);
    if (size < 8 || at + size > to) return -1;
    if (view.getInt32(at + 4) === type) return at;
    at += size;
  }
  return -1;
}

const endOf = (view: DataView, at: number): number => at + view.getUint32(at);

/** Reads an init segment's first video track. */
export function readVideoTrack(init: ArrayBuffer): VideoTrack | null {
  const view = new DataView(init);
  const movie = find(view, 0, view.byteLength, moov);
  if (movie < 0) return null;
  for (let at = movie + 8; ;) {
    const track = find(view, at, endOf(view, movie), trak);
    if (track < 0) return null;
    const end = endOf(view, track);
    const header = find(view, track + 8, end, tkhd);
    const media = find(view, track + 8, end, mdia);
    if (header >= 0 && media >= 0) {
      const mediaHeader = find(view, media + 8, endOf(view, media), mdhd);
      const handler = find(view, media + 8, endOf(view, media), hdlr);
      if (mediaHeader >= 0 && handler >= 0 && view.getInt32(handler + 16) === vide) {
        // Version 1 has times of 64 bits before the field.
        const id = view.getUint32(header + (view.getUint8(header + 8) === 1 ? 28 : 20));
        const timescale = view.getUint32(mediaHeader + (view.getUint8(mediaHeader + 8) === 1 ? 28 : 20));
        return timescale > 0 ? { id, timescale } : null;
      }
    }
    at = end;
  }
}

const u64 = (view: DataView, at: number): number => view.getUint32(at) * 0x1_0000_0000 + view.getUint32(at + 4);

/** NTP counts from 1900, Unix from 1970. */
const ntpEpoch = 2_208_988_800;

/** Reads a fragment of one track. False if it is none. */
export function readFragment(data: ArrayBuffer, timescale: number, into: Fragment): boolean {
  const view = new DataView(data);
  const size = view.byteLength;
  const movieFragment = find(view, 0, size, moof);
  if (movieFragment < 0) return false;
  const track = find(view, movieFragment + 8, endOf(view, movieFragment), traf);
  if (track < 0) return false;
  const end = endOf(view, track);
  const header = find(view, track + 8, end, tfhd);
  const time = find(view, track + 8, end, tfdt);
  const run = find(view, track + 8, end, trun);
  if (header < 0 || time < 0 || run < 0) return false;

  const producer = find(view, 0, movieFragment, prft);
  into.producedAt =
    producer < 0
      ? NaN
      : (view.getUint32(producer + 16) - ntpEpoch) * 1000 + view.getUint32(producer + 20) / 4_294_967.296;

  into.trackId = view.getUint32(header + 12);
  const headerFlags = view.getUint32(header + 8) & 0xffffff;
  let at = header + 16 + (headerFlags & 1 ? 8 : 0) + (headerFlags & 2 ? 4 : 0);
  const defaultDuration = headerFlags & 8 ? view.getUint32(at) : 0;
  at += (headerFlags & 8 ? 4 : 0) + (headerFlags & 16 ? 4 : 0);
  const defaultFlags = headerFlags & 32 ? view.getUint32(at) : 0;

  const decodeTime = view.getUint8(time + 8) === 1 ? u64(view, time + 12) : view.getUint32(time + 12);

  const runFlags = view.getUint32(run + 8) & 0xffffff;
  const samples = view.getUint32(run + 12);
  at = run + 16 + (runFlags & 1 ? 4 : 0);
  let flags = defaultFlags;
  if (runFlags & 4) {
    flags = view.getUint32(at);
    at += 4;
  }
  const stride =
    (runFlags & 0x100 ? 4 : 0) + (runFlags & 0x200 ? 4 : 0) + (runFlags & 0x400 ? 4 : 0) + (runFlags & 0x800 ? 4 : 0);
  if (samples === 0 || at + samples * stride > end) return false;

  let duration = 0;
  let composition = 0;
  for (let sample = 0; sample < samples; sample++, at += stride) {
    duration += runFlags & 0x100 ? view.getUint32(at) : defaultDuration;
    if (sample > 0) continue;
    let field = at + (runFlags & 0x100 ? 4 : 0) + (runFlags & 0x200 ? 4 : 0);
    if (runFlags & 0x400) {
      if (!(runFlags & 4)) flags = view.getUint32(field);
      field += 4;
    }
    // Version 0 is unsigned, but no writer means two billion by it.
    if (runFlags & 0x800) composition = view.getInt32(field);
  }
  // sample_is_non_sync_sample
  into.isKey = (flags & 0x0001_0000) === 0;
  into.start = (decodeTime + composition) / timescale;
  into.end = into.start + duration / timescale;
  return true;
}
