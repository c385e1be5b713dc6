import type { CameraSetting } from "../api/cameraSettings";
import type { Camera } from "../api/contract";
import { type HistoryState, stateOf } from "../status/history";
import { historyWords } from "../status/words";

/** Where a camera is written down, in a word or two. */
export const sourceWords: Readonly<Record<CameraSetting["source"], string>> = {
  page: "",
  keys: "from .env",
  file: "from the JSON file",
  demo: "simulated",
};

/** What its main stream is doing, as far as anybody told. */
export function liveState(setting: CameraSetting, known: Camera | undefined): HistoryState {
  if (setting.problem !== null || !known) return "unknown";
  return setting.enabled ? stateOf(known.streams.main) : "disabled";
}

export function stateWords(setting: CameraSetting, known: Camera | undefined): string {
  if (setting.problem !== null) return "not in use";
  return known ? historyWords[liveState(setting, known)] : "";
}

/** The address without what all of them have, and what else is worth a glance. */
export function addressWords({ url, subUrl, transport, hasUser }: CameraSetting): string {
  return [
    url.replace(/^rtsp:\/\//, ""),
    subUrl === null ? null : "sub stream",
    transport === "udp" ? "UDP" : null,
    hasUser ? "user and password" : null,
  ]
    .filter((part) => part !== null && part !== "")
    .join(" · ");
}

export const countWords = (cameras: number): string => (cameras === 1 ? "1 camera" : `${cameras} cameras`);
