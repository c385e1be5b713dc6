import type { ServerLink } from "../api/cameraStore";
import type { Camera, StreamHealth, StreamName } from "../api/contract";
import type { PlayerKind } from "../players/player";
import { WhepPlayer } from "../players/whep/whepPlayer";
import { element, nameElement, setData, setText } from "../page/element";
import { gridStream } from "./gridStream";
import type { PlayerChoice } from "./playerTurn";
import { QuickTurn } from "./quickTurn";
import { type StreamContext, StreamView } from "./streamView";
import type { TileState } from "./tileState";
import type { WatchdogView } from "./watchdog";
import { behind, figures, notice, stateWords } from "./words";

/*
 * What tests and scripts may hold on to. Every tile is
 *
 *   <article class="tile" data-camera="yard" data-state="playing" data-stream="sub" data-player="mse" data-behind="0.12">
 *     … <video> …
 *   </article>
 *
 *   data-state    playing | waiting | stalled | reconnecting | away | off   (see TileState)
 *   data-stream   sub | main: the stream whose pictures are seen; in full screen it turns to main with main's first picture
 *   data-player   mse | hls | whep: the player of that stream
 *   data-behind   seconds behind live with two digits; absent while unknown or not playing
 *   data-frames, data-dropped   frames presented and dropped by the present player
 *   data-full     present while the tile fills the window
 *
 * The first <video> is the grid's stream; in full screen a second one (data-role="main") lies above it. While that shows
 * pictures by MSE, a third one (data-role="quick") may try WebRTC; with its first picture it becomes the second.
 */

export interface Playback {
  readonly protocol: PlayerKind;
  readonly latency: number | null;
}

export class Tile {
  readonly #views = element("div", "views");
  readonly #title = element("strong");
  readonly #reason = element("span", "reason");
  readonly #since = element("span", "since");
  readonly #next = element("span", "next");
  readonly #between = element("span", "between");
  readonly #details = element("span", "details", this.#since, this.#between, this.#next);
  readonly #notice = element("div", "notice", this.#title, this.#reason, this.#details);
  readonly #name = nameElement("span", "name");
  readonly #figures = element("span", "figures");
  readonly #word = element("span", "word");
  readonly #behind = element("span", "behind");
  readonly #status = element("span", "status", element("i", "dot"), this.#word, this.#behind);
  readonly element = element(
    "article",
    "tile",
    this.#views,
    this.#notice,
    element("footer", "caption", this.#name, this.#figures, this.#status),
  );

  #camera: Camera;
  #stream: StreamName;
  #grid: StreamView;
  #full: StreamView | null = null;
  /** What is above the grid's stream plays WebRTC. */
  #isQuick = false;
  #quick: StreamView | null = null;
  readonly #turn = new QuickTurn();
  #isFull = false;
  #wanted = false;
  #link: ServerLink = "open";
  #state: TileState | null = null;
  #playback: Playback | null = null;

  /** @param onState the tile's state changed; also called once for the first one */
  constructor(
    camera: Camera,
    private readonly context: StreamContext,
    private readonly onState: (tile: Tile) => void,
  ) {
    this.#camera = camera;
    this.#stream = gridStream(camera);
    this.#grid = this.#open(this.#stream, context.player);
    this.element.tabIndex = -1;
    this.element.dataset["camera"] = camera.id;
    this.update(camera);
  }

  get camera(): Camera {
    return this.#camera;
  }

  get state(): TileState {
    return this.#state ?? "waiting";
  }

  /** What is seen: by which player, and seconds behind live while pictures move. Null until the first tick. */
  get playback(): Playback | null {
    return this.#playback;
  }

  /** Null where the stream has no sound, else whether it is heard. Only full screen has sound. */
  get sound(): boolean | null {
    if (!this.#isFull || !this.#camera.streams.main.hasAudio) return null;
    return (this.#full ?? this.#grid).audio;
  }

  /** Why the picture is away, for those who cannot see it. */
  get spoken(): string {
    const reason = this.state === "away" ? this.#health?.lastError : null;
    return `${this.#camera.name}: ${stateWords[this.state]}${reason ? `, ${reason}` : ""}`;
  }

  /** The camera's newest record; the same object again where nothing changed. */
  update(camera: Camera): void {
    this.#camera = camera;
    setText(this.#name, camera.name);
    const stream = gridStream(camera);
    if (stream !== this.#stream) {
      this.#grid.destroy();
      this.#stream = stream;
      this.#grid = this.#open(stream, this.context.player);
    }
    this.#grid.setHealth(camera.streams[this.#stream]);
    this.#full?.setHealth(camera.streams.main);
    this.#quick?.setHealth(camera.streams.main);
    setText(this.#figures, figures(this.#isFull ? camera.streams.main : (this.#health ?? camera.streams.main)));
    this.#paintLabel();
  }

  setLink(link: ServerLink): void {
    this.#link = link;
    this.#grid.setLink(link);
    this.#full?.setLink(link);
    this.#quick?.setLink(link);
  }

  setWanted(wanted: boolean): void {
    this.#wanted = wanted;
    this.#grid.setWanted(wanted);
    this.#full?.setWanted(wanted);
    this.#quick?.setWanted(wanted);
  }

  reconnect(): void {
    this.#grid.reconnect();
    this.#full?.reconnect();
  }

  /** Fills the window with the main stream, or goes back. What is on the screen stays until the other has a picture. */
  setFull(full: boolean): void {
    if (this.#isFull === full) return;
    this.#isFull = full;
    this.element.toggleAttribute("data-full", full);
    if (full) {
      this.#openMain();
    } else {
      this.#dropQuick();
      this.#closeMain();
      this.#grid.setAudio(false);
    }
    this.update(this.#camera);
  }

  setSound(on: boolean): void {
    if (this.sound === null) return;
    this.#dropQuick();
    if (this.#isQuick) this.#openMain(on);
    (this.#full ?? this.#grid).setAudio(on);
  }

  /** Four times a second; `paint` with every second call. */
  tick(now: number, paint: boolean): void {
    if (this.#isFull) this.#tickQuick(now);
    const gridView = this.#grid.tick(now);
    const fullView = this.#full?.tick(now);
    const seesMain = this.#full?.hasPicture === true;
    const view = fullView && seesMain ? fullView : gridView;
    const shown = seesMain && this.#full ? this.#full : this.#grid;
    const changed = this.#paintState(view, shown, seesMain ? "main" : this.#stream);
    this.#playback = { protocol: view.player, latency: view.state === "playing" ? shown.stats.behindLive : null };
    if (changed || paint) this.#paintFigures(view, shown, now);
  }

  destroy(): void {
    this.#dropQuick();
    this.#closeMain();
    this.#grid.destroy();
    this.element.remove();
  }

  get #health(): StreamHealth | null {
    return this.#camera.streams[this.#stream];
  }

  /** The main stream by what always works; where the grid shows it already, that is it. */
  #openMain(audio = false): void {
    this.#closeMain();
    if (this.#stream === "main") return;
    this.#full = this.#openOver(this.context.player, "main", audio);
  }

  #closeMain(): void {
    this.#full?.destroy();
    this.#full = null;
    this.#isQuick = false;
  }

  #dropQuick(): void {
    this.#quick?.destroy();
    this.#quick = null;
  }

  /** WebRTC is tried beside what plays, takes over with its first picture, and gives way when it loses it. */
  #tickQuick(now: number): void {
    if (this.#quick) {
      const lost = this.#quick.tick(now).reason !== null || this.#turn.isLate(now);
      if (this.#quick.hasPicture) {
        this.#closeMain();
        this.#full = this.#quick;
        this.#full.video.dataset["role"] = "main";
        this.#isQuick = true;
        this.#quick = null;
      } else if (lost) {
        this.#turn.refused(now);
        this.#dropQuick();
      }
    } else if (this.#isQuick) {
      if (this.#full?.tick(now).reason === null) return;
      this.#turn.broke(now);
      this.#openMain();
    } else if (this.#mayTryQuick(now)) {
      this.#turn.started(now);
      this.#quick = this.#openOver("whep", "quick");
    }
  }

  #mayTryQuick(now: number): boolean {
    return (
      this.context.player === "auto" &&
      WhepPlayer.supported &&
      this.#wanted &&
      this.#camera.streams.main.state === "live" &&
      (this.#full ?? this.#grid).hasPicture &&
      !(this.#full ?? this.#grid).audio &&
      this.#turn.allows(now)
    );
  }

  #openOver(wish: PlayerChoice, role: string, audio = false): StreamView {
    const view = this.#open("main", wish, audio);
    view.setHealth(this.#camera.streams.main);
    view.element.classList.add("over");
    view.video.dataset["role"] = role;
    return view;
  }

  #open(stream: StreamName, wish: PlayerChoice, audio = false): StreamView {
    const path = `/live/${encodeURIComponent(this.#camera.id)}/${stream}`;
    const view: StreamView = new StreamView(this.context, path, wish, () => {
      view.element.classList.remove("over");
    });
    view.setLink(this.#link);
    view.setAudio(audio);
    view.setWanted(this.#wanted);
    if (stream === "main") this.#views.append(view.element);
    else this.#views.prepend(view.element);
    return view;
  }

  /** True where the state is another one: what stands over the picture is then of the former one. */
  #paintState(view: WatchdogView, shown: StreamView, stream: StreamName): boolean {
    setData(this.element, "stream", stream);
    setData(this.element, "player", view.player);
    this.element.classList.toggle("blank", !shown.hasPicture);
    if (view.state === this.#state) return false;
    this.#state = view.state;
    setData(this.element, "state", view.state);
    setText(this.#word, stateWords[view.state]);
    this.#paintLabel();
    this.onState(this);
    return true;
  }

  /** A camera's name, and why it is away, change without the tile's state. */
  #paintLabel(): void {
    const label = `${this.spoken}. Enter for full screen.`;
    if (this.element.getAttribute("aria-label") !== label) this.element.setAttribute("aria-label", label);
  }

  #paintFigures(view: WatchdogView, shown: StreamView, now: number): void {
    const { behindLive, presentedFrames, droppedFrames } = shown.stats;
    setData(this.element, "frames", String(presentedFrames));
    setData(this.element, "dropped", String(droppedFrames));
    if (view.state === "playing" && behindLive !== null) {
      setData(this.element, "behind", behindLive.toFixed(2));
      setText(this.#behind, behind(behindLive));
    } else {
      delete this.element.dataset["behind"];
      setText(this.#behind, "");
    }
    const says = notice(view, this.#health, this.#link, this.context.clock.toServer(now), now);
    this.#notice.hidden = says === null;
    if (!says) return;
    setText(this.#title, says.title);
    setText(this.#reason, says.reason ?? "");
    setText(this.#since, says.since ?? "");
    setText(this.#between, says.since !== null && says.next !== null ? " · " : "");
    setText(this.#next, says.next ?? "");
    this.#details.hidden = says.since === null && says.next === null;
  }
}
