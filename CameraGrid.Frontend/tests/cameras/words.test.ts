import { describe, expect, it } from "vitest";
import type { CameraSetting } from "../../src/api/cameraSettings";
import { addressWords, liveState, stateWords } from "../../src/cameras/words";
import { camera } from "../cameras";

const yard: CameraSetting = {
  id: "yard",
  name: "Yard",
  source: "page",
  url: "rtsp://192.168.1.20/main",
  subUrl: null,
  transport: "tcp",
  enabled: true,
  hasUser: false,
  problem: null,
};

describe("a camera of the list", () => {
  it("says its address, and only what is out of the ordinary beside it", () => {
    expect(addressWords(yard)).toBe("192.168.1.20/main");
    expect(addressWords({ ...yard, subUrl: "rtsp://192.168.1.20/sub", transport: "udp", hasUser: true })).toBe(
      "192.168.1.20/main · sub stream · UDP · user and password",
    );
    expect(addressWords({ ...yard, url: "rtsps://yard/main" })).toBe("rtsps://yard/main");
  });

  it("says how its main stream is, and that it is not in use where it cannot be", () => {
    const live = camera("yard");
    expect(stateWords(yard, live)).toBe("live");
    expect(liveState({ ...yard, enabled: false }, live)).toBe("disabled");
    expect(stateWords({ ...yard, problem: "its password cannot be read" }, live)).toBe("not in use");
    expect(stateWords(yard, undefined)).toBe("");
  });
});
