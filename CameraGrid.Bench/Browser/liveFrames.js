// Notes each frame that a tile shows together with the time at which it left FFmpeg, so that a picture of before a fault is
// never taken for one of after it. The times come from the prft boxes of what the page appends (ISO/IEC 14496-12, 8.16.5).
(() => {
  const kept = 512;
  const ntpEpoch = 2_208_988_800;

  // ---- What was appended: for each MediaSource the media times of its latest frames and when they left FFmpeg ----------

  const name = (view, at) => String.fromCharCode(...[4, 5, 6, 7].map((byte) => view.getUint8(at + byte)));

  // Calls found(type, begin, end) for each box in [from, to); begin is that of its header.
  const boxes = (view, from, to, found) => {
    for (let at = from; at + 8 <= to;) {
      const size = view.getUint32(at);
      if (size < 8 || at + size > to) return;
      found(name(view, at), at, at + size);
      at += size;
    }
  };

  const long = (view, at) => view.getUint32(at) * 0x1_0000_0000 + view.getUint32(at + 4);

  // The composition offset of the first sample, in a trun as the product writes it.
  const composition = (view, at) => {
    const flags = view.getUint32(at + 8) & 0xffffff;
    if (!(flags & 0x800)) return 0;
    const sample = at + 16 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
    return view.getInt32(sample + (flags & 0x100 ? 4 : 0) + (flags & 0x200 ? 4 : 0) + (flags & 0x400 ? 4 : 0));
  };

  class Produced {
    #timescale = 1;
    #mediaTimes = new Float64Array(kept).fill(NaN);
    #times = new Float64Array(kept);
    #next = 0;

    read(data, offset) {
      const view = ArrayBuffer.isView(data)
        ? new DataView(data.buffer, data.byteOffset, data.byteLength)
        : new DataView(data);
      let producedAt = NaN;
      boxes(view, 0, view.byteLength, (type, at, end) => {
        if (type === "moov") this.#movie(view, at, end);
        if (type === "prft")
          producedAt = (view.getUint32(at + 16) - ntpEpoch) * 1000 + view.getUint32(at + 20) / 4_294_967.296;
        if (type === "moof") this.#fragment(view, at, end, offset, producedAt);
      });
    }

    // The time of the frame at that media time; NaN where it is unknown.
    at(mediaTime) {
      let best = NaN;
      let distance = 0.02;
      for (let i = 0; i < kept; i++) {
        const away = Math.abs(this.#mediaTimes[i] - mediaTime);
        if (away < distance) {
          distance = away;
          best = this.#times[i];
        }
      }
      return best;
    }

    #movie(view, from, to) {
      boxes(view, from + 8, to, (type, at, end) => {
        if (type === "trak" || type === "mdia") this.#movie(view, at, end);
        if (type === "mdhd") this.#timescale = view.getUint32(at + (view.getUint8(at + 8) === 1 ? 28 : 20));
      });
    }

    #fragment(view, from, to, offset, producedAt) {
      let decodeTime = NaN;
      boxes(view, from + 8, to, (outer, begin, end) => {
        if (outer !== "traf") return;
        boxes(view, begin + 8, end, (type, at) => {
          if (type === "tfdt") decodeTime = view.getUint8(at + 8) === 1 ? long(view, at + 12) : view.getUint32(at + 12);
          if (type !== "trun") return;
          this.#mediaTimes[this.#next] = (decodeTime + composition(view, at)) / this.#timescale + offset;
          this.#times[this.#next] = producedAt;
          this.#next = (this.#next + 1) % kept;
        });
      });
    }
  }

  const sources = new WeakMap();
  const buffers = new WeakMap();
  const addresses = new Map();

  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (object) => {
    const address = createObjectURL.call(URL, object);
    if (object instanceof MediaSource) {
      sources.set(object, new Produced());
      addresses.set(address, sources.get(object));
    }
    return address;
  };
  URL.revokeObjectURL = (address) => {
    addresses.delete(address);
    revokeObjectURL.call(URL, address);
  };
  const { addSourceBuffer } = MediaSource.prototype;
  MediaSource.prototype.addSourceBuffer = function (type) {
    const buffer = addSourceBuffer.call(this, type);
    buffers.set(buffer, sources.get(this));
    return buffer;
  };
  const { appendBuffer } = SourceBuffer.prototype;
  SourceBuffer.prototype.appendBuffer = function (data) {
    buffers.get(this)?.read(data, this.timestampOffset);
    appendBuffer.call(this, data);
  };

  // ---- What was shown ------------------------------------------------------------------------------------------------

  const most = 1_000;
  const tiles = new Map();
  const watched = new WeakSet();

  const tileOf = (camera) => {
    if (!tiles.has(camera)) tiles.set(camera, { frames: [], waiting: new Set() });
    return tiles.get(camera);
  };

  const watch = (video) => {
    const camera = video.closest("article[data-camera]")?.dataset.camera;
    if (camera === undefined || watched.has(video)) return;
    watched.add(video);
    const tile = tileOf(camera);
    let mediaTime = NaN;
    const onFrame = (now, shown) => {
      video.requestVideoFrameCallback(onFrame);
      if (shown.mediaTime === mediaTime) return;
      ({ mediaTime } = shown);
      const frame = {
        shownAt: performance.timeOrigin + shown.expectedDisplayTime,
        producedAt: addresses.get(video.src)?.at(mediaTime) ?? NaN,
        width: shown.width,
      };
      tile.frames.push(frame);
      if (tile.frames.length > most) tile.frames.splice(0, most / 2);
      for (const check of tile.waiting) check(frame);
    };
    video.requestVideoFrameCallback(onFrame);
  };

  new MutationObserver(() => {
    for (const video of document.querySelectorAll("article[data-camera] video")) watch(video);
  }).observe(document, { childList: true, subtree: true });

  // Resolves with the first frame that left FFmpeg after a time (Unix ms), of another width where one is given, or with null
  // after the limit (ms). `opened` is another one after a reload.
  window.nextLive = ({ camera, after, otherThan, limit }) =>
    new Promise((done) => {
      const tile = tileOf(camera);
      const fits = (frame) => frame.producedAt > after && frame.width !== otherThan;
      const resolve = (frame) => {
        tile.waiting.delete(check);
        done({ opened: performance.timeOrigin, frame });
      };
      const check = (frame) => {
        if (fits(frame)) resolve(frame);
      };
      const known = tile.frames.find(fits);
      if (known) {
        resolve(known);
        return;
      }
      tile.waiting.add(check);
      setTimeout(() => resolve(null), limit);
    });

  // How many frames all tiles together have shown between two times.
  window.shownBetween = ({ from, to }) =>
    [...tiles.values()].flatMap(({ frames }) => frames).filter(({ shownAt }) => shownAt > from && shownAt < to).length;

  // Which tiles have shown a new frame within the last so many milliseconds.
  window.movingTiles = ({ within }) =>
    [...document.querySelectorAll("article[data-camera]")].map(({ dataset: { camera } }) => ({
      camera,
      moves: (tileOf(camera).frames.at(-1)?.shownAt ?? -Infinity) > performance.timeOrigin + performance.now() - within,
    }));

  // What each tile says of itself, for messages.
  window.describeTiles = () =>
    [...document.querySelectorAll("article[data-camera]")].map(({ dataset, innerText }) => ({
      camera: dataset.camera,
      text: `${dataset.state}, ${dataset.player}: ${innerText.replaceAll("\n", " · ")}`,
    }));
})();
