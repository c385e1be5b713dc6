type MediaSourceClass = typeof MediaSource;

/** MediaSource, or ManagedMediaSource on phones that have only that one (iOS 17.1). */
export function mediaSourceClass(): MediaSourceClass | null {
  if (typeof MediaSource !== "undefined") return MediaSource;
  return (globalThis as { ManagedMediaSource?: MediaSourceClass }).ManagedMediaSource ?? null;
}

/** Puts a new media source under the video. `close` takes it away again, with its object URL. */
export function openMediaSource(video: HTMLVideoElement, onOpen: (source: MediaSource) => void): { close(): void } {
  const Source = mediaSourceClass();
  if (!Source) throw new Error("this browser has no MediaSource");
  const source = new Source();
  // ManagedMediaSource opens only for videos that no one can throw to another screen.
  video.disableRemotePlayback = true;
  const url = URL.createObjectURL(source);
  const opened = (): void => {
    onOpen(source);
  };
  source.addEventListener("sourceopen", opened, { once: true });
  video.src = url;
  return {
    close: () => {
      source.removeEventListener("sourceopen", opened);
      URL.revokeObjectURL(url);
      video.removeAttribute("src");
      // Lets the browser free its decoder now, not at some later collection.
      video.load();
    },
  };
}
