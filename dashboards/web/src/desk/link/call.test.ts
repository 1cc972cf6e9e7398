import { describe, expect, it } from "vitest";

import { freshness, idle, STALE_MS, step, type Call, type Effect, type Happening } from "./call";
import { pictureIn, type Offer, type Picture } from "./words";

const NOW = 1_795_300_000_000;

/** A link to which things happen, and what the desk did then. */
class Desk {
  done: Effect[] = [];
  now = NOW;
  constructor(public call: Call = { ...idle("north-01", "monitoring"), line: true }) {}

  hears(happening: Happening, after = 0): this {
    this.now += after;
    let effects: Effect[];
    [this.call, effects] = step(this.call, happening, this.now);
    this.done.push(...effects);
    return this;
  }

  ticks(ms: number, every = 500): this {
    for (let past = 0; past < ms; past += every) this.hears({ is: "tick" }, every);
    return this;
  }

  said(): string[] {
    const words = this.done.flatMap((each) => (each.do === "say" ? [each.word.say] : [each.do]));
    this.done = [];
    return words;
  }
}

const offer = (epoch: number, call = "c1"): Offer => ({
  say: "offer", case: "north-01", call, epoch, kind: "monitoring", sdp: `offer ${epoch}`, ice: [], answer_within_s: 20,
});
const opened = (): Desk => new Desk().hears({ is: "wanted" }).hears({ is: "opened", call: "c1" });
function up(): Desk {
  const desk = opened().hears({ is: "offer", offer: offer(1) }).hears({ is: "answered", epoch: 1, sdp: "answer" });
  desk.hears({ is: "peer", epoch: 1, state: "connected" }).hears({ is: "frame", epoch: 1, frames: 1 });
  desk.said();
  return desk;
}
const picture = (captured: number, told: Partial<Picture> = {}): Picture => ({
  case: "north-01", call: "c1", epoch: 1, number: 1, captured_at: captured, received_at: 0, jpeg: new Blob(), ...told,
});

describe("a link", () => {
  it("is opened, answered, and up", () => {
    const desk = opened().hears({ is: "offer", offer: offer(1) });
    desk.hears({ is: "answered", epoch: 1, sdp: "answer" }).hears({ is: "peer", epoch: 1, state: "connected" });
    expect([desk.said(), desk.call.phase]).toEqual([["open", "hang-up", "answer", "answer"], "up"]);
  });

  it("answers no offer of another call, of an epoch that is over, or twice", () => {
    const desk = up();
    for (const each of [offer(1), offer(2, "forged"), { ...offer(2), case: "north-02" }]) desk.hears({ is: "offer", offer: each });
    expect([desk.said(), desk.call.epoch]).toEqual([[], 1]);
    desk.hears({ is: "offer", offer: offer(2) }).hears({ is: "answered", epoch: 1, sdp: "late" });
    expect([desk.said(), desk.call.epoch]).toEqual([["hang-up", "answer"], 2]);
  });

  it("beats every three seconds, and tells how many pictures it has", () => {
    const desk = up();
    for (let second = 1; second <= 6; second++) desk.ticks(1_000).hears({ is: "frame", epoch: 1, frames: 15 * second });
    const beats = desk.done.flatMap((each) => (each.do === "say" && each.word.say === "beat" ? [each.word] : []));
    expect(beats.map(({ number, epoch }) => [number, epoch])).toEqual([[1, 1], [2, 1]]);
    expect(beats[1]?.frames).toBeGreaterThan(15);
  });

  it("is asked for again when no picture comes, before five seconds are over", () => {
    const desk = up().ticks(4_500);
    expect(desk.said().filter((word) => word !== "beat")).toEqual(["again"]);
  });

  it("turns to single pictures when the peer connection keeps one waiting, and does not give it up", () => {
    const desk = opened().hears({ is: "offer", offer: offer(1) }).hears({ is: "answered", epoch: 1, sdp: "answer" }).ticks(5_000);
    expect(desk.said().filter((word) => word !== "beat")).toEqual(["open", "hang-up", "answer", "answer", "frames"]);
    desk.hears({ is: "peer", epoch: 1, state: "connected" });
    expect([desk.call.phase, desk.said()]).toEqual(["up", ["frames"]]);
  });

  it("turns to single pictures when no peer connection comes about, and back", () => {
    const desk = opened().hears({ is: "offer", offer: offer(1) });
    for (const epoch of [1, 2, 3]) {
      desk.hears({ is: "peer", epoch, state: "failed" }).hears({ is: "offer", offer: offer(epoch + 1) });
    }
    expect(desk.call.phase).toBe("pictures");
    expect(desk.said().filter((word) => word === "again" || word === "frames")).toEqual(["again", "again", "frames"]);
    desk.hears({ is: "peer", epoch: 4, state: "connected" });
    expect([desk.call.phase, desk.said()]).toEqual(["up", ["frames"]]);
  });

  it("turns to single pictures when the way is too narrow, and back only when film has come for some time", () => {
    const desk = up().hears({ is: "beat", epoch: 1, starved: true });
    expect([desk.call.phase, desk.said()]).toEqual(["pictures", ["hang-up", "frames"]]);
    desk.hears({ is: "picture", picture: picture(desk.now) }).ticks(46_000);
    expect(desk.said().filter((word) => word !== "beat")).toEqual(["show", "again"]);
    desk.hears({ is: "offer", offer: offer(2) }).hears({ is: "peer", epoch: 2, state: "connected" });
    const film = (ms: number): Desk => {
      for (let past = 0; past < ms; past += 500) desk.hears({ is: "frame", epoch: 2, frames: (desk.call.film?.frames ?? 0) + 7 }, 500);
      return desk;
    };
    expect([film(7_000).call.phase, freshness(desk.call, desk.now).is]).toEqual(["pictures", "stale"]);
    desk.ticks(2_000); // a pause: it begins anew
    expect(film(7_500).call.phase).toBe("pictures");
    expect([film(1_500).call.phase, freshness(desk.call, desk.now).is]).toEqual(["up", "live"]);
    expect(desk.said()).toContain("frames");
  });

  it("hangs film up again that was tried and still does not get through", () => {
    const desk = up().hears({ is: "beat", epoch: 1, starved: true }).ticks(46_000);
    desk.hears({ is: "offer", offer: offer(2) }).hears({ is: "peer", epoch: 2, state: "connected" });
    desk.said();
    desk.hears({ is: "beat", epoch: 1, starved: true });
    expect(desk.said()).toEqual([]);
    expect(desk.hears({ is: "beat", epoch: 2, starved: true }).said()).toEqual(["hang-up", "frames"]);
    expect(desk.ticks(40_000).said()).not.toContain("again");
  });

  it("goes on while the hub is away, and asks when it is back", () => {
    const desk = up().hears({ is: "line", open: false }).hears({ is: "frame", epoch: 1, frames: 20 }, 2_000);
    expect([desk.call.phase, freshness(desk.call, desk.now).is]).toEqual(["up", "live"]);
    desk.ticks(5_000);
    expect(desk.said()).toEqual([]);
    expect(desk.hears({ is: "line", open: true }).said()).toEqual(["again"]);
  });

  it("is opened anew when the device lost it, and not when it was closed for good", () => {
    const desk = up().hears({ is: "ended", call: "c1", epoch: 1, because: "no_camera" }).ticks(4_000);
    expect(desk.said()).toEqual(["hang-up", "open"]);
    const closed = up().hears({ is: "ended", call: "c1", epoch: 1, because: "case_closed" }).ticks(20_000);
    expect([closed.said(), closed.call.phase]).toEqual([["hang-up"], "over"]);
  });

  it("is opened at once when the machine has started anew", () => {
    const desk = up().hears({ is: "ended", call: "c1", epoch: 1, because: "page_gone" }).ticks(1_000);
    expect(desk.said()).toEqual(["hang-up", "open"]);
  });

  it("is hung up when nobody wants it any more", () => {
    expect(up().hears({ is: "unwanted" }).said()).toEqual(["close", "hang-up"]);
  });

  it("hears no more of an end that was told of another call", () => {
    expect(up().hears({ is: "ended", call: "c0", epoch: 9, because: "case_closed" }).call.phase).toBe("up");
  });
});

describe("a picture", () => {
  it("never looks live when it is older than three seconds", () => {
    const desk = up();
    expect(freshness(desk.call, desk.now + STALE_MS).is).toBe("live");
    expect(freshness(desk.call, desk.now + STALE_MS + 1)).toEqual({ is: "stale", age: STALE_MS + 1 });
    expect(freshness(opened().call, NOW).is).toBe("none");
  });

  it("counts no frame that did not come", () => {
    const desk = up().hears({ is: "frame", epoch: 1, frames: 1 }, 2_900);
    expect(freshness(desk.call, desk.now).age).toBe(2_900);
  });

  it("has its age by the quickest one's delay, whatever the device's clock says", () => {
    const desk = up();
    desk.call = { ...desk.call, phase: "pictures", shownAt: null };
    const ahead = 600_000;
    desk.hears({ is: "picture", picture: picture(NOW + ahead - 200) });
    expect(freshness(desk.call, desk.now).is).toBe("live");
    desk.hears({ is: "picture", picture: picture(NOW + ahead - 100) }, 4_000); // taken long before it came
    expect(freshness(desk.call, desk.now).is).toBe("stale");
    expect(desk.said()).toEqual(["show", "show"]);
  });

  it("is taken apart from its header", async () => {
    const header = new TextEncoder().encode(JSON.stringify({ case: "c", call: "c1", epoch: 2, number: 7, captured_at: 1, received_at: 2 }));
    const message = new Uint8Array([0, header.length, ...header, 0xff, 0xd8]);
    const found = pictureIn(message.buffer);
    expect([found?.number, found?.jpeg.size]).toEqual([7, 2]);
    expect(pictureIn(new Uint8Array([9, 9, 1]).buffer)).toBeNull();
  });
});
