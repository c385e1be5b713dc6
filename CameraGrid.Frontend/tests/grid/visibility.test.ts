import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchVisibility } from "../../src/grid/visibility";

/** A page's document and window, as far as they tell who can see it. */
class Page {
  readonly document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  readonly window = new EventTarget();
  readonly told: boolean[] = [];

  constructor() {
    vi.stubGlobal("document", this.document);
    vi.stubGlobal("window", this.window);
  }

  watch(): void {
    watchVisibility((awake) => {
      this.told.push(awake);
    });
  }

  turn(state: "visible" | "hidden"): void {
    this.document.visibilityState = state;
    this.document.dispatchEvent(new Event("visibilitychange"));
  }
}

let page: Page;
beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a page that opens in a hidden tab is told so at once, and when it is looked at", () => {
  page.document.visibilityState = "hidden";
  page.watch();
  vi.advanceTimersByTime(60_000);
  page.window.dispatchEvent(new Event("pageshow"));
  expect(page.told).toEqual([false]);
  page.turn("visible");
  expect(page.told).toEqual([false, true]);
});

test("a glance at another tab is not told, a longer absence is, and the return at once", () => {
  page.watch();
  page.turn("hidden");
  vi.advanceTimersByTime(2_000);
  page.turn("visible");
  vi.advanceTimersByTime(60_000);
  expect(page.told).toEqual([true]);
  page.turn("hidden");
  vi.advanceTimersByTime(4_000);
  expect(page.told).toEqual([true, false]);
  page.turn("visible");
  expect(page.told).toEqual([true, false, true]);
});

test("a page that is put away or frozen is hidden at once", () => {
  page.watch();
  page.window.dispatchEvent(new Event("pagehide"));
  expect(page.told).toEqual([true, false]);
  page.window.dispatchEvent(new Event("pageshow"));
  page.document.dispatchEvent(new Event("freeze"));
  expect(page.told).toEqual([true, false, true, false]);
});
