/** A glance at another tab should not cost the connections. */
const grace = 3_000;

/**
 * Tells whether anybody can see the page. Hidden counts after a few seconds, seen at once; a page that is put away or
 * frozen counts as hidden at once, for its timers will not run again.
 */
export function watchVisibility(onChange: (awake: boolean) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let awake = true;
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
}
