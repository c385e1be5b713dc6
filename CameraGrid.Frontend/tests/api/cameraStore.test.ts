import { expect, test } from "vitest";
import { type CameraStore, emptyStore, reduce, select } from "../../src/api/cameraStore";
import type { Camera } from "../../src/api/contract";
import { away, camera } from "../cameras";

const listed = (...cameras: Camera[]): CameraStore =>
  reduce(emptyStore, { type: "cameras", list: { serverTime: "", cameras } });

test("a list replaces all that was known, and means that the server is there", () => {
  const store = reduce(listed(camera("yard")), {
    type: "cameras",
    list: { serverTime: "", cameras: [camera("gate")] },
  });
  expect(store.cameras?.map(({ id }) => id)).toEqual(["gate"]);
  expect(store.link).toBe("open");
});

test("a change touches the one stream; the other cameras stay the same objects", () => {
  const before = listed(camera("yard"), camera("gate"));
  const after = reduce(before, { type: "stream", change: { camera: "gate", stream: "sub", health: away } });
  expect(after.cameras?.[0]).toBe(before.cameras?.[0]);
  expect(after.cameras?.[1]?.streams.sub).toBe(away);
  expect(after.cameras?.[1]?.streams.main.state).toBe("live");
});

test.each([
  ["a camera that is not known", "roof"],
  ["a stream that the camera does not have", "gate"],
])("a change of %s is dropped", (_what, id) => {
  const before = listed(camera("gate", null));
  expect(reduce(before, { type: "stream", change: { camera: id, stream: "sub", health: away } })).toBe(before);
});

test("a lost connection keeps what was known", () => {
  const store = reduce(listed(camera("yard")), { type: "link", link: "lost" });
  expect(store.cameras).toHaveLength(1);
  expect(store.link).toBe("lost");
});

test("a page shows the cameras it was asked for, in that order, and leaves out unknown ones", () => {
  const cameras = [camera("a"), camera("b"), camera("c")];
  expect(select(cameras, ["c", "x", "a"]).map(({ id }) => id)).toEqual(["c", "a"]);
  expect(select(cameras, null)).toBe(cameras);
});
