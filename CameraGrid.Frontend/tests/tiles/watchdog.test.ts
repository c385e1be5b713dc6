import { beforeEach, describe, expect, test } from "vitest";
import type { StreamHealth } from "../../src/api/contract";
import type { ServerLink } from "../../src/api/cameraStore";
import { type PlayerChoice, turns } from "../../src/tiles/playerTurn";
import { limits, Watchdog } from "../../src/tiles/watchdog";
import { away, live } from "../cameras";

const broken = { kind: "media", reason: "decoder" } as const;
const refused = { kind: "refused", reason: "refused" } as const;

/** A watchdog with a clock of its own, and a record of what it asked for. */
class Bench {
  now = 10_000;
  readonly log: string[] = [];
  readonly dog: Watchdog;

  constructor(choice: PlayerChoice = "auto", health: StreamHealth | null = live) {
    this.dog = new Watchdog(choice, () => 0.5);
    this.dog.health(health, this.now);
    this.dog.wanted(true, this.now);
    this.obey();
  }

  obey(): void {
    for (let command = this.dog.tick(this.now); command; command = this.dog.tick(this.now)) {
      this.log.push(command.type === "stop" ? "stop" : command.player);
    }
  }

  /** Lets time go by, as the page does, with or without pictures. */
  run(milliseconds: number, pictures = false): void {
    for (const until = this.now + milliseconds; this.now < until;) {
      this.now += 250;
      if (pictures) {
        this.dog.heard(this.now);
        this.dog.presented(this.now);
      }
      this.obey();
    }
  }

  fail(failure: typeof broken | typeof refused): void {
    this.dog.failed(failure, this.now);
    this.obey();
  }

  health(health: StreamHealth): void {
    this.dog.health(health, this.now);
    this.obey();
  }

  link(link: ServerLink): void {
    this.dog.link(link, this.now);
    this.obey();
  }

  reconnect(): void {
    this.dog.reconnect(this.now);
    this.obey();
  }

  wanted(wanted: boolean): void {
    this.dog.wanted(wanted, this.now);
    this.obey();
  }

  get state(): string {
    return this.dog.view(this.now).state;
  }

  /** What was asked for since the last look. */
  took(): string[] {
    return this.log.splice(0);
  }
}

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

test("it starts at once and waits for the first picture", () => {
  expect(bench.took()).toEqual(["mse"]);
  expect(bench.state).toBe("waiting");
  bench.run(500, true);
  expect(bench.state).toBe("playing");
});

test("a picture that stands still is stalled, then the player is made anew", () => {
  bench.run(60_000, true);
  bench.took();
  bench.run(1_750);
  expect(bench.state).toBe("stalled");
  bench.run(1_250);
  expect(bench.took()).toEqual(["stop"]);
  expect(bench.state).toBe("reconnecting");
  bench.run(250);
  expect(bench.took()).toEqual(["mse"]);
  bench.run(250, true);
  expect(bench.state).toBe("playing");
});

test("a device that cannot keep up gets more time each time, and three seconds again once it kept up", () => {
  bench = new Bench("mse");
  const patience = (): number => {
    bench.run(2_000, true);
    bench.took();
    const from = bench.now;
    while (bench.took().length === 0) bench.run(250);
    while (bench.state !== "playing") bench.run(250, true);
    return bench.now - from;
  };
  const first = patience();
  expect(first).toBeLessThan(4_000);
  expect(patience()).toBeGreaterThan(first + 1_500);
  expect(patience()).toBeGreaterThan(first + 3_500);
  for (let times = 0; times < 10; times++) expect(patience()).toBeLessThan(21_000);
  bench.run(10_000, true);
  expect(patience()).toBeLessThan(4_000);
});

test("it never gives up, and never tries more than once in about three seconds", () => {
  bench = new Bench("mse");
  bench.took();
  bench.run(600_000);
  const starts = bench.took().filter((entry) => entry === "mse").length;
  expect(starts).toBeGreaterThan(30);
  expect(starts).toBeLessThan(200);
});

test("while the camera is away its player stays, for it will bring the picture back", () => {
  bench.run(5_000, true);
  bench.health(away);
  bench.run(60_000);
  expect(bench.took()).toEqual(["mse"]);
  expect(bench.state).toBe("away");
  bench.health(live);
  bench.run(500, true);
  expect(bench.took()).toEqual([]);
  expect(bench.state).toBe("playing");
});

test("a camera that came back gets the same time to show a picture", () => {
  bench.run(5_000, true);
  bench.health(away);
  bench.run(60_000);
  bench.health(live);
  bench.dog.heard(bench.now);
  bench.run(2_750);
  expect(bench.took()).toEqual(["mse"]);
  bench.run(500);
  expect(bench.took()[0]).toBe("stop");
});

test("a socket that died while its camera was away is replaced soon after the camera's return, and only once", () => {
  bench.run(5_000, true);
  bench.health(away);
  // The last pictures may come after the word that there are no more.
  bench.dog.heard(bench.now);
  bench.run(60_000);
  bench.took();
  bench.health(live);
  bench.run(250);
  expect(bench.took()).toEqual([]);
  bench.run(250);
  expect(bench.took()).toEqual(["stop", "mse"]);
  expect(bench.state).toBe("reconnecting");
  bench.run(5_500);
  expect(bench.took()).toEqual([]);
});

test("one that brought the first picture before the word of the return is well, however seldom pictures come", () => {
  bench.run(5_000, true);
  bench.health(away);
  bench.run(60_000);
  bench.took();
  bench.dog.heard(bench.now);
  bench.run(500);
  bench.health(live);
  bench.run(2_500);
  expect(bench.took()).toEqual([]);
});

test("HLS, which has no socket that could die, is left alone when its camera is back", () => {
  bench = new Bench("hls");
  bench.run(5_000, true);
  bench.health(away);
  bench.run(60_000);
  bench.health(live);
  bench.run(2_500);
  expect(bench.took()).toEqual(["hls"]);
});

test("pictures win over what the server says", () => {
  bench.health(away);
  bench.run(1_000, true);
  expect(bench.state).toBe("playing");
});

test("a connection lost while the camera is away is tried seldom, but at once when the camera is back", () => {
  bench.health(away);
  bench.fail(refused);
  bench.took();
  bench.run(limits.awayRetry - 1_000);
  expect(bench.took()).toEqual([]);
  bench.health(live);
  expect(bench.took()).toEqual(["mse"]);
});

test("a camera that is away from the beginning is not asked for what it does not have", () => {
  bench = new Bench("auto", away);
  expect(bench.took()).toEqual([]);
  expect(bench.state).toBe("away");
  bench.health(live);
  expect(bench.took()).toEqual(["mse"]);
});

test("a stale record keeps no one from trying", () => {
  bench = new Bench("auto", { ...away, stale: true });
  expect(bench.took()).toEqual(["mse"]);
  bench.run(500, true);
  expect(bench.state).toBe("playing");
});

describe("the other player", () => {
  test("takes over after two quick failures of the media, and hands back later", () => {
    bench.fail(broken);
    bench.run(1_000);
    bench.fail(broken);
    bench.run(1_000);
    expect(bench.took()).toEqual(["mse", "stop", "mse", "stop", "hls"]);
    bench.run(turns.hlsStay + 2_000, true);
    expect(bench.took()).toEqual(["stop", "mse"]);
  });

  test("takes over after three refusals, as where a proxy lets no WebSocket pass", () => {
    for (let times = 0; times < 3; times++) {
      bench.fail(refused);
      bench.run(3_000);
    }
    expect(bench.took().filter((entry) => entry !== "stop")).toEqual(["mse", "mse", "mse", "hls"]);
  });

  test("stays where it is while sockets that worked before are refused for a while", () => {
    bench.run(1_000, true);
    for (let times = 0; times < 6; times++) {
      bench.fail(refused);
      bench.run(6_000);
    }
    expect(bench.took()).not.toContain("hls");
    for (let times = 0; times < 6; times++) {
      bench.fail(refused);
      bench.run(6_000);
    }
    expect(bench.took()).toContain("hls");
  });

  test("is not blamed on a server that is away", () => {
    bench.link("unreachable");
    for (let times = 0; times < 6; times++) {
      bench.fail(refused);
      bench.run(limits.unreachableRetry * 1.5);
    }
    expect(bench.took()).not.toContain("hls");
  });

  test("gives back at once if it does no better", () => {
    bench.fail(broken);
    bench.run(1_000);
    bench.fail(broken);
    bench.run(1_000);
    bench.took();
    bench.fail(refused);
    bench.run(3_000);
    expect(bench.took()).toEqual(["stop", "mse"]);
  });

  test("stays longer each time", () => {
    const stay = (): number => {
      bench.fail(broken);
      bench.run(1_000);
      bench.fail(broken);
      bench.run(1_000);
      bench.took();
      const from = bench.now;
      while (bench.took().at(-1) !== "mse") bench.run(250, true);
      return bench.now - from;
    };
    const first = stay();
    expect(stay()).toBeGreaterThan(first * 1.8);
  });

  test.each(["mse", "hls"] as const)("is never taken where the page asks for %s", (choice) => {
    bench = new Bench(choice);
    for (let times = 0; times < 6; times++) {
      bench.fail(broken);
      bench.run(6_000);
    }
    expect(new Set(bench.took())).toEqual(new Set([choice, "stop"]));
  });
});

describe("a page that nobody sees", () => {
  test("starts nothing, whatever it hears", () => {
    const dog = new Watchdog("auto", () => 0.5);
    dog.link("lost", 0);
    dog.health(live, 0);
    dog.link("open", 1_000);
    dog.reconnect(2_000);
    expect(dog.tick(60_000)).toBeNull();
  });

  test("has no player, and has one again at once", () => {
    bench.run(5_000, true);
    bench.wanted(false);
    bench.run(60_000);
    expect(bench.took()).toEqual(["mse", "stop"]);
    bench.wanted(true);
    expect(bench.took()).toEqual(["mse"]);
  });

  test("or that stood still itself blames no player", () => {
    bench.run(5_000, true);
    bench.took();
    bench.now += 3_600_000;
    bench.obey();
    bench.run(1_000);
    expect(bench.took()).toEqual([]);
    bench.run(5_000);
    expect(bench.took()).toContain("stop");
  });
});

test("the view tells when the next try is, and why", () => {
  bench.fail(broken);
  expect(bench.dog.view(bench.now)).toEqual({
    state: "reconnecting",
    player: "mse",
    nextTryAt: bench.now + 200,
    reason: "decoder",
  });
});

test("a network that came back is tried at once", () => {
  for (let times = 0; times < 2; times++) {
    bench.fail(refused);
    bench.run(3_000);
  }
  bench.fail(refused);
  bench.took();
  bench.reconnect();
  expect(bench.took()).toEqual(["hls"]);
});

describe("a line that came back", () => {
  beforeEach(() => {
    bench.run(10_000, true);
    bench.took();
  });

  test("leaves a player alone that plays", () => {
    bench.reconnect();
    expect(bench.took()).toEqual([]);
  });

  test("replaces one whose picture stands still, before it would have been given up", () => {
    bench.run(1_750);
    bench.reconnect();
    expect(bench.took()).toEqual(["stop", "mse"]);
    expect(bench.state).toBe("reconnecting");
  });

  test("replaces one that began while it was gone, but not one that has just begun", () => {
    bench.fail(refused);
    bench.run(250);
    bench.took();
    bench.reconnect();
    expect(bench.took()).toEqual([]);
    bench.run(1_500);
    bench.reconnect();
    expect(bench.took()).toEqual(["stop", "mse"]);
  });

  test("leaves the socket alone that waits for a camera", () => {
    bench.health(away);
    bench.run(10_000);
    bench.reconnect();
    expect(bench.took()).toEqual([]);
  });
});

test("a line that is lost for a moment, again and again, lets a slow start end", () => {
  bench.took();
  for (let times = 0; times < 10; times++) {
    bench.link("lost");
    bench.run(250);
    bench.link("open");
    bench.run(250);
  }
  expect(bench.took()).toEqual([]);
  bench.run(500, true);
  expect(bench.state).toBe("playing");
});

describe("a server that refuses every request", () => {
  beforeEach(() => {
    bench.run(10_000, true);
    bench.fail(refused);
    bench.link("lost");
    bench.link("unreachable");
    bench.took();
  });

  test("is not asked in vain, though now and then all the same", () => {
    bench.run(limits.unreachableRetry * 0.6);
    expect(bench.took().length).toBeLessThanOrEqual(2);
    bench.fail(refused);
    bench.took();
    bench.run(limits.unreachableRetry * 1.5);
    expect(bench.took()).toContain("mse");
  });

  test("is tried the moment its events are back", () => {
    bench.run(30_000);
    bench.fail(refused);
    bench.took();
    bench.link("open");
    expect(bench.took()).toEqual(["mse"]);
    bench.run(250, true);
    expect(bench.state).toBe("playing");
  });

  test("may still have a socket that plays", () => {
    bench = new Bench();
    bench.run(1_000, true);
    bench.link("unreachable");
    bench.took();
    bench.run(60_000, true);
    expect(bench.took()).toEqual([]);
    expect(bench.state).toBe("playing");
  });
});

test("without news of the camera a frozen picture is replaced all the same", () => {
  bench.run(5_000, true);
  bench.health(away);
  bench.link("lost");
  bench.took();
  bench.run(3_250);
  expect(bench.took()[0]).toBe("stop");
});

test("a record that comes anew is the moment to try", () => {
  bench = new Bench("mse");
  bench.run(5_000, true);
  bench.health({ ...live, stale: true });
  for (let times = 0; times < 8; times++) {
    bench.fail(refused);
    bench.run(times < 7 ? 20_000 : 1_000);
  }
  bench.took();
  bench.health(live);
  expect(bench.took()).toEqual(["mse"]);
});

test("every record of a camera that is away leaves the next try where it is", () => {
  bench.health(away);
  bench.fail(refused);
  bench.took();
  for (let times = 0; times < 4; times++) {
    bench.run(5_000);
    bench.health({ ...away, restarts: times });
  }
  expect(bench.took()).toEqual(["mse"]);
});

test("waits between tries grow, spread, to a limit that is short for a camera that is live", () => {
  const waits = (health: StreamHealth, random: number): number[] => {
    const dog = new Watchdog("mse", () => random);
    let now = 10_000;
    dog.health(health, now);
    dog.wanted(true, now);
    return Array.from({ length: 9 }, () => {
      while (dog.tick(now)?.type !== "start") now += 1;
      dog.failed(refused, now);
      const from = now;
      while (dog.view(now).nextTryAt !== null && now < (dog.view(now).nextTryAt ?? 0)) now += 1;
      return now - from;
    });
  };
  expect(waits(live, 0.5)).toEqual([200, 500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000]);
  expect(waits({ ...live, stale: true }, 0.5)).toEqual([200, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  expect(waits(live, 0)).toEqual([140, 350, 700, 1_400, 2_800, 2_800, 2_800, 2_800, 2_800]);
});
