import "../styles/status.css";
import { fetchCameras } from "../api/cameraList";
import { type CameraEvent, type CameraStore, emptyStore, reduce } from "../api/cameraStore";
import { CameraEvents } from "../api/events";
import { ServerClock } from "../api/serverClock";
import { watchVisibility } from "../grid/visibility";
import { element, setText } from "../page/element";
import { Empty } from "../page/empty";
import { CameraRows } from "./cameraRows";
import { loadHistories } from "./histories";
import { stateOf } from "./history";
import { legend, StatusBar, Tip } from "./statusBar";
import { dayAxis } from "./dayAxis";

const sampleEvery = 5_000;
/** The histories are loaded anew so often: between, changes are heard. What failed is tried again soon. */
const loadEvery = 300_000;
const loadAgain = 15_000;

/** The page of all cameras' health: their last day, their figures, what went wrong. */
export function showStatus(app: HTMLElement): void {
  document.title = "Status · CameraGrid";
  document.documentElement.dataset["page"] = "status";
  const clock = new ServerClock();
  const tip = new Tip();
  const bar = new StatusBar();
  const empty = new Empty();
  const axis = dayAxis();
  const table = element("table", "cameras", axis.element);
  table.setAttribute("aria-label", "Cameras and their last 24 hours");
  const cameras = new Map<string, CameraRows>();
  let store: CameraStore = emptyStore;
  let loading: AbortController | null = null;
  let loadTimer: ReturnType<typeof setTimeout> | undefined;

  const serverNow = (): number => clock.toServer(performance.now());

  function paint(): void {
    const now = serverNow();
    for (const rows of cameras.values()) rows.paint(now);
    axis.paint(now);
    const states = (store.cameras ?? []).flatMap(({ streams }) =>
      [streams.main, streams.sub].flatMap((health) => (health ? stateOf(health) : [])),
    );
    bar.paint(states, store.cameras ? store.link : "open", now);
  }

  async function load(): Promise<void> {
    clearTimeout(loadTimer);
    loading?.abort();
    const mine = new AbortController();
    loading = mine;
    const take = (history: Parameters<CameraRows["setHistory"]>[0]): void => {
      cameras.get(history.camera)?.setHistory(history);
      for (const camera of store.cameras ?? []) cameras.get(camera.id)?.update(camera, serverNow());
    };
    const complete = await loadHistories([...cameras.keys()], take, mine.signal);
    if (mine.signal.aborted) return;
    paint();
    loadTimer = setTimeout(() => void load(), complete ? loadEvery : loadAgain);
  }

  function show(): void {
    const known = store.cameras ?? [];
    const ids = new Set(known.map(({ id }) => id));
    for (const [id, rows] of cameras) {
      if (ids.has(id)) continue;
      rows.element.remove();
      cameras.delete(id);
    }
    for (const camera of known) {
      const rows = cameras.get(camera.id) ?? new CameraRows(tip);
      cameras.set(camera.id, rows);
      rows.update(camera, serverNow());
    }
    const wanted = known.flatMap(({ id }) => cameras.get(id)?.element ?? []);
    const standing = [...table.tBodies];
    if (wanted.some((rows, i) => rows !== standing[i])) table.append(...wanted);
    table.hidden = known.length === 0;
    if (known.length > 0) empty.hide();
    else empty.noCameras();
  }

  function onEvent(event: CameraEvent): void {
    store = reduce(store, event);
    if (!store.cameras) {
      empty.connecting();
      return;
    }
    show();
    // After a silence nobody here knows what happened meanwhile.
    if (event.type === "cameras") void load();
    else paint();
  }

  const events = new CameraEvents("/api/events", clock, onEvent);

  const main = element("main", "status", table, empty.element);
  app.append(element("div", "page", bar.element, main, legend()), tip.element);
  table.hidden = true;
  void fetchCameras().then((list) => {
    if (list && !store.cameras) onEvent({ type: "cameras", list });
  });
  watchVisibility((awake) => {
    if (awake) {
      clock.reset();
      events.open();
    } else {
      events.close();
      clearTimeout(loadTimer);
      loading?.abort();
    }
  });
  window.addEventListener("online", () => {
    if (document.visibilityState === "visible") events.open();
  });
  setInterval(() => {
    for (const rows of cameras.values()) rows.sample();
    if (document.visibilityState === "visible") paint();
  }, sampleEvery);
  setInterval(() => {
    setText(bar.time, bar.timeAt(serverNow()));
  }, 1_000);
}
