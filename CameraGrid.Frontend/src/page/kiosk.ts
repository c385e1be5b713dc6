const idleAfter = 3_000;

/** A screen on a wall has no use for a pointer. */
export function hidePointerWhenIdle(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wake = (): void => {
    clearTimeout(timer);
    delete document.documentElement.dataset["idle"];
    timer = setTimeout(() => {
      document.documentElement.dataset["idle"] = "";
    }, idleAfter);
  };
  document.addEventListener("pointermove", wake);
  wake();
}
