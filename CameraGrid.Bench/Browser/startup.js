// Notes when each tile of the grid shows its first frame and its second one; times are ms since the navigation started.
(() => {
  const tiles = new Map();
  const listeners = new Set();

  const watch = (video) => {
    const camera = video.closest("article[data-camera]")?.dataset.camera;
    if (camera === undefined || tiles.has(camera)) return;
    const tile = { camera, addedAt: performance.now(), firstAt: null, secondAt: null };
    tiles.set(camera, tile);
    let first = null;
    const onFrame = (now, frame) => {
      if (first === null) {
        first = frame.mediaTime;
        tile.firstAt = frame.expectedDisplayTime;
      } else if (frame.mediaTime !== first) {
        tile.secondAt = frame.expectedDisplayTime;
        for (const listener of listeners) listener();
        return;
      }
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };

  new MutationObserver(() => {
    for (const video of document.querySelectorAll("article[data-camera] video")) watch(video);
  }).observe(document, { childList: true, subtree: true });

  // Resolves with all tiles when so many of them move; rejects after the limit (ms) with what the others do.
  window.moving = ({ tiles: wanted, limit }) =>
    new Promise((done, fail) => {
      const check = () => {
        const moving = [...tiles.values()].filter(({ secondAt }) => secondAt !== null);
        if (moving.length >= wanted) done(moving);
      };
      setTimeout(() => {
        const others = [...document.querySelectorAll("article[data-camera]")].filter(
          ({ dataset }) => (tiles.get(dataset.camera)?.secondAt ?? null) === null,
        );
        const states = others.map(({ dataset }) => `${dataset.camera} ${dataset.state}`);
        fail(new Error(`after ${limit} ms these do not move: ${states.join(", ")}`));
      }, limit);
      listeners.add(check);
      check();
    });
})();
