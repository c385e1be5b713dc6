import { beforeEach, describe, expect, test } from "vitest";
import type { StreamHealth } from "../../src/api/contract";
import { limits, type PlayerChoice, Watchdog } from "../../src/tiles/watchdog";
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
      if (pictures) this.dog.presented(this.now);
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
  bench.run(2_750);
  expect(bench.took()).toEqual(["mse"]);
  bench.run(500);
  expect(bench.took()[0]).toBe("stop");
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
    bench.run(limits.hlsStay + 2_000, true);
    expect(bench.took()).toEqual(["stop", "mse"]);
  });

  test("takes over after three refusals, which a restart of the server also is", () => {
    for (let times = 0; times < 3; times++) {
      bench.fail(refused);
      bench.run(3_000);
    }
    expect(bench.took().filter((entry) => entry !== "stop")).toEqual(["mse", "mse", "mse", "hls"]);
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
  bench.dog.reconnect(bench.now);
  bench.obey();
  expect(bench.took()).toEqual(["hls"]);
});
