import type { Camera, CameraList, StreamChange } from "./contract";

/**
 * The line to the server, as the event stream sees it. `open`: news come, and what is known is current. `lost`: no news,
 * though the server may well be there. `unreachable`: it refuses requests, so that trying anything else is in vain.
 */
export type ServerLink = "open" | "lost" | "unreachable";

/** What is known of the cameras. `cameras` is null until the first complete list came. */
export interface CameraStore {
  readonly cameras: readonly Camera[] | null;
  readonly link: ServerLink;
}

export type CameraEvent =
  | { readonly type: "cameras"; readonly list: CameraList }
  | { readonly type: "stream"; readonly change: StreamChange }
  | { readonly type: "link"; readonly link: Exclude<ServerLink, "open"> };

export const emptyStore: CameraStore = { cameras: null, link: "lost" };

/**
 * The next state after an event. Cameras that did not change stay the same object, so that a viewer can compare by
 * identity; a change of an unknown camera or stream is dropped, for the complete list that brings it is on its way.
 */
export function reduce(store: CameraStore, event: CameraEvent): CameraStore {
  switch (event.type) {
    case "link":
      return store.link === event.link ? store : { ...store, link: event.link };
    case "cameras":
      return { link: "open", cameras: event.list.cameras };
    case "stream": {
      const { camera: id, stream, health } = event.change;
      const known = store.cameras?.find((camera) => camera.id === id);
      if (!store.cameras || !known?.streams[stream]) return store;
      const changed: Camera = { ...known, streams: { ...known.streams, [stream]: health } };
      return { ...store, cameras: store.cameras.map((camera) => (camera === known ? changed : camera)) };
    }
  }
}

/** The cameras a page shows: all, or those asked for, in the order asked for. */
export function select(cameras: readonly Camera[], ids: readonly string[] | null): readonly Camera[] {
  if (!ids) return cameras;
  return ids.flatMap((id) => cameras.find((camera) => camera.id === id) ?? []);
}
