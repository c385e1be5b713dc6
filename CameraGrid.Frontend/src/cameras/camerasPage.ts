import { type CameraEvent, type CameraStore, emptyStore, reduce } from "../api/cameraStore";
import { addCamera, type CameraSetting, readSettings } from "../api/cameraSettings";
import { CameraEvents } from "../api/events";
import { ServerClock } from "../api/serverClock";
import { watchVisibility } from "../grid/visibility";
import { account } from "../page/account";
import { element, setText } from "../page/element";
import { Speech } from "../page/speech";
import { CameraForm } from "./cameraForm";
import { CameraRow } from "./cameraRow";
import { countWords } from "./words";

const loadAgain = 3_000;

function link(href: string, text: string): HTMLAnchorElement {
  const anchor = element("a", "page-link", text);
  anchor.href = href;
  return anchor;
}

/** The page of all cameras as they are written down, and of changing those that were added here. */
export function showCameras(app: HTMLElement): void {
  const speech = new Speech();
  const counts = element("span", "counts");
  const server = element("span", "server-away", "server away, trying again");
  const add = element("button", "primary", "Add camera");
  const place = element("div", "new");
  const notice = element("p", "notice");
  const list = element("ul", "camera-list");
  const rows = new Map<string, CameraRow>();
  let settings: readonly CameraSetting[] = [];
  let store: CameraStore = emptyStore;
  let timer: ReturnType<typeof setTimeout> | undefined;

  // One of the page may have the id of a configured one, which then stands beside it.
  const keyOf = ({ source, id }: CameraSetting): string => `${source === "page" ? "page" : "configured"}/${id}`;

  function show(): void {
    const keys = new Set(settings.map(keyOf));
    for (const [key, row] of rows) {
      if (keys.has(key)) continue;
      const hadFocus = row.element.contains(document.activeElement);
      row.element.remove();
      rows.delete(key);
      if (hadFocus) add.focus();
    }
    const wanted = settings.map((setting) => {
      const key = keyOf(setting);
      const row = rows.get(key) ?? new CameraRow(setting, { changed });
      rows.set(key, row);
      row.update(
        setting,
        store.cameras?.find(({ id }) => id === setting.id),
      );
      return row.element;
    });
    if (wanted.some((row, i) => row !== list.children[i])) list.append(...wanted);
    setText(counts, countWords(settings.length));
    list.hidden = settings.length === 0;
  }

  async function load(): Promise<void> {
    clearTimeout(timer);
    const outcome = await readSettings();
    add.hidden = !outcome.done && settings.length === 0;
    if (outcome.done) {
      settings = outcome.value;
      setText(notice, settings.length === 0 ? "No cameras yet. Add one: it is on the grid at once." : "");
      show();
    } else {
      setText(notice, outcome.reason);
      if (outcome.isAway) timer = setTimeout(() => void load(), loadAgain);
    }
    notice.hidden = notice.textContent === "";
  }

  function changed(sentence: string): void {
    speech.say(sentence);
    void load();
  }

  function openForm(): void {
    const close = (): void => {
      place.replaceChildren();
      add.hidden = false;
      add.focus();
    };
    const form = new CameraForm(
      null,
      addCamera,
      (id) => {
        close();
        changed(`${id}: added`);
      },
      close,
    );
    place.replaceChildren(form.element);
    add.hidden = true;
    form.focus();
  }

  function onEvent(event: CameraEvent): void {
    store = reduce(store, event);
    server.hidden = store.link === "open";
    // Whoever changed them: here, on another page, in a file.
    if (event.type === "cameras") void load();
    else show();
  }

  add.type = "button";
  add.addEventListener("click", openForm);
  server.hidden = true;
  app.append(
    element(
      "div",
      "page",
      element(
        "header",
        "bar",
        element("h1", "product", "Cameras"),
        counts,
        server,
        element("span", "space"),
        account(),
        link("/status", "Status"),
        link("/", "Grid"),
      ),
      element("main", "cameras", element("div", "above", add), place, notice, list),
    ),
    speech.element,
  );
  void load();
  const events = new CameraEvents("/api/events", new ServerClock(), onEvent);
  watchVisibility((awake) => {
    if (awake) events.open();
    else events.close();
  });
}
