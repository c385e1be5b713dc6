import type { Camera, StreamHealth, StreamName } from "../api/contract";

const usable = ({ state }: StreamHealth): boolean => state !== "unsupported" && state !== "disabled";

/** The stream that a tile shows: `sub` where there is one, unless only `main` can ever be shown. */
export function gridStream({ streams: { main, sub } }: Camera): StreamName {
  return sub && (usable(sub) || !usable(main)) ? "sub" : "main";
}
