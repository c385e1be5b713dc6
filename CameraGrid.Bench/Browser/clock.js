// Reads the number of each frame of the clock camera from its pixels, and when that frame is on the screen.
// The geometry is that of ClockPattern in the simulator: [white][black][bit 0] … [bit 15], squares in one row.
(() => {
  const settle = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // Resolves with the next frame, or null when none comes.
  const nextFrame = (video, limit) =>
    new Promise((done) => {
      const timer = setTimeout(() => {
        video.cancelVideoFrameCallback(handle);
        done(null);
      }, limit);
      const handle = video.requestVideoFrameCallback((now, frame) => {
        clearTimeout(timer);
        done(frame);
      });
    });

  const reader = (pattern) => {
    const squares = pattern.bits + 2;
    const canvas = document.createElement("canvas");
    canvas.width = squares * 4;
    canvas.height = 4;
    // In memory that the processor reads: nothing is fetched from elsewhere.
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.imageSmoothingEnabled = false;

    return (video) => {
      const scale = video.videoWidth / pattern.rasterWidth;
      const side = pattern.block * scale;
      context.drawImage(
        video,
        pattern.left * scale,
        pattern.top * scale,
        side * squares,
        side,
        0,
        0,
        canvas.width,
        canvas.height,
      );
      const { data } = context.getImageData(0, 2, canvas.width, 1);
      const at = (square) => data[(square * 4 + 2) * 4 + 1];
      const white = at(0);
      const black = at(1);
      if (white - black < 64) return null;
      let number = 0;
      for (let bit = 0; bit < pattern.bits; bit++) if (at(bit + 2) > (white + black) / 2) number |= 1 << bit;
      return number;
    };
  };

  // Waits for pictures in every video that the selectors find, then for them to settle, then samples one after another.
  // Resolves with [{ number, shownAt (Unix ms), mediaTime (ms), tile }].
  window.readClock = async ({ pattern, selectors, settleFor, sampleFor, pause, startLimit }) => {
    const read = reader(pattern);
    const deadline = performance.now() + startLimit;
    const found = () => selectors.map((selector) => document.querySelector(selector));
    while (!found().every((video) => video && video.readyState >= 2 && video.currentTime > 0)) {
      if (performance.now() > deadline) throw new Error("no picture came");
      await settle(50);
    }
    await settle(settleFor);

    const samples = [];
    const end = performance.now() + sampleFor;
    for (let turn = 0; performance.now() < end; turn++) {
      const tile = turn % selectors.length;
      const video = found()[tile];
      const frame = video && (await nextFrame(video, 2_000));
      const number = frame && video.videoWidth > 0 ? read(video) : null;
      if (number !== null) {
        samples.push({
          tile,
          number,
          shownAt: performance.timeOrigin + frame.expectedDisplayTime,
          // WebRTC has no timeline but that of its time stamps, of 90 kHz.
          mediaTime: frame.rtpTimestamp === undefined ? frame.mediaTime * 1_000 : frame.rtpTimestamp / 90,
        });
      }
      // At random, so that the samples are not in step with the frames.
      await settle(pause * (0.5 + Math.random()));
    }
    const videos = found().filter(Boolean);
    return {
      samples,
      behind: videos.map((video) => Number(video.closest("article")?.dataset.behind ?? NaN)),
      dropped: videos.map((video) => video.getVideoPlaybackQuality().droppedVideoFrames),
      total: videos.map((video) => video.getVideoPlaybackQuality().totalVideoFrames),
    };
  };
})();
