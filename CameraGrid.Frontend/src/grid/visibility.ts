/** A glance at another tab should not cost the connections. */
const grace = 3_000;

/**
 * Tells whether anybody can see the page: at once how it is, then every change. Hidden counts after a few seconds, seen at
 * once; a page that opens in the background, is put away or frozen counts as hidden at once.
 */
export function watchVisibility(onChange: (awake: boolean) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let awake = document.visibilityState === "visible";
  const set = (next: boolean): void => {
    clearTimeout(timer);
    if (awake === next) return;
    awake = next;
    onChange(next);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      set(true);
    } else {
      clearTimeout(timer);
      timer = setTimeout(() => {
        set(false);
      }, grace);
    }
  });
  window.addEventListener("pagehide", () => {
    set(false);
  });
  document.addEventListener("freeze", () => {
    set(false);
  });
  for (const target of [window, document]) {
    for (const type of ["pageshow", "resume"]) {
      target.addEventListener(type, () => {
        if (document.visibilityState === "visible") set(true);
      });
    }
  }
  onChange(awake);
}
