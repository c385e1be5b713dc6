import { fetchCameras } from "./api/cameraList";
import { CameraEvents } from "./api/events";
import { type CameraEvent, type CameraStore, emptyStore, reduce, select } from "./api/cameraStore";
import { ServerClock } from "./api/serverClock";
import { Grid } from "./grid/grid";
import { watchVisibility } from "./grid/visibility";
import { element } from "./page/element";
import { Empty } from "./page/empty";
import { helpCard } from "./page/help";
import { hidePointerWhenIdle } from "./page/kiosk";
import { listenToKeys } from "./page/keyboard";
import { readOptions } from "./page/options";
import { PlaybackReport } from "./page/playbackReport";
import { SleepWatch } from "./page/sleepWatch";
import { Speech } from "./page/speech";
import { TopBar } from "./page/topBar";
import { ConnectGate } from "./players/connectGate";

const tickInterval = 250;

const options = readOptions(location.search);
const clock = new ServerClock();
const speech = new Speech();
const grid = new Grid({ clock, gate: new ConnectGate(10), player: options.player }, (tile) => {
  speech.say(tile.spoken);
  playback.count(tile);
});
const playback = new PlaybackReport();
const help = helpCard();
const bar = new TopBar(() => {
  help.showModal();
});
const empty = new Empty();
let store: CameraStore = emptyStore;

function onEvent(event: CameraEvent): void {
  store = reduce(store, event);
  const { cameras } = store;
  if (!cameras) {
    empty.connecting();
    return;
  }
  const shown = select(cameras, options.cameras);
  grid.show(shown);
  grid.setLink(store.link);
  if (shown.length > 0) empty.hide();
  else if (options.cameras && cameras.length > 0)
    empty.noneOf(
      options.cameras,
      cameras.map(({ id }) => id),
    );
  else empty.noCameras();
}

const events = new CameraEvents("/api/events", clock, onEvent);

function show(app: HTMLElement): void {
  app.append(element("div", "page", ...(options.kiosk ? [] : [bar.element]), grid.element, empty.element));
  app.append(help, speech.element);
  if (options.kiosk) hidePointerWhenIdle();
}

/** Opens everything anew: connections that slept are dead, though nobody told us. */
function wake(): void {
  clock.reset();
  events.open();
  grid.setAwake(false);
  grid.setAwake(true);
}

const sleep = new SleepWatch();
let paint = false;
function tick(): void {
  if (document.visibilityState === "hidden") {
    sleep.pause();
    return;
  }
  const now = performance.now();
  if (sleep.tick(Date.now(), now)) wake();
  paint = !paint;
  grid.tick(now, paint);
  playback.tick(now, grid.tiles);
  if (paint && !options.kiosk) bar.paint(grid.tiles, store.cameras ? store.link : "open", clock.toServer(now));
}

function start(app: HTMLElement): void {
  show(app);
  void fetchCameras().then((list) => {
    if (list && !store.cameras) onEvent({ type: "cameras", list });
  });
  listenToKeys(grid, help);
  watchVisibility((awake) => {
    if (awake) {
      clock.reset();
      events.open();
    } else {
      events.close();
      playback.flush(performance.now(), grid.tiles);
    }
    grid.setAwake(awake);
  });
  window.addEventListener("online", () => {
    // What nobody sees stays closed until it is looked at.
    if (document.visibilityState === "hidden") return;
    events.open();
    grid.reconnect();
  });
  setInterval(tick, tickInterval);
  setTimeout(() => {
    if (!store.cameras) empty.connecting();
  }, 1_000);
}

const app = document.getElementById("app") ?? document.body;
// The grid is what most come for: it is in this file, the rest comes when it is asked for.
if (location.pathname.startsWith("/status")) {
  void import("./status/statusPage").then(({ showStatus }) => {
    showStatus(app);
  });
} else {
  start(app);
}
