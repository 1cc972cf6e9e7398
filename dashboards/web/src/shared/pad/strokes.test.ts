import { describe, expect, it } from "vitest";

import { begin, bringBack, documentOf, emptyPad, goOn, isFull, MOST_POINTS, MOST_STROKES, wipe, type Touch } from "./strokes";

const touch = (x: number, at: number, more: Partial<Touch> = {}): Touch => ({ x, y: 10, pressure: 0.7, at, known: true, ...more });
const pad = () => emptyPad(300, 100);

describe("what is written on the pad", () => {
  it("is strokes of x, y, pressure, and ms since the first touch", () => {
    const written = goOn(begin(pad(), touch(1, 5000)), [touch(2, 5010), touch(3, 5020.4)]);
    expect(documentOf(written)).toEqual({
      type: "signature", version: 1, width_px: 300, height_px: 100, line_px: 75,
      strokes: [[[1, 10, 0.7, 0], [2, 10, 0.7, 10], [3, 10, 0.7, 20]]],
    });
  });

  it("stays on the pad, and time never runs backwards", () => {
    const written = goOn(begin(pad(), touch(-4, 100)), [touch(999, 90, { y: 400 })]);
    expect(written.strokes[0]?.[0]?.[0]).toBe(0);
    expect(written.strokes[0]?.[1]).toEqual([300, 100, 0.7, 0]);
  });

  it("does not believe a finger's pressure", () => {
    expect(begin(pad(), touch(1, 0, { known: false, pressure: 1 })).strokes[0]?.[0]?.[2]).toBe(0.5);
  });

  it("is bounded in strokes, points and time", () => {
    let many = pad();
    for (let each = 0; each < MOST_STROKES + 5; each += 1) many = begin(many, touch(1, each));
    expect(many.strokes.length).toBe(MOST_STROKES);
    const long = goOn(begin(pad(), touch(1, 0)), Array.from({ length: MOST_POINTS + 9 }, (_, each) => touch(2, each)));
    expect(long.strokes[0]?.length).toBe(MOST_POINTS);
    expect(isFull(long)).toBe(true);
    expect(goOn(begin(pad(), touch(1, 0)), [touch(2, 600_001)]).strokes[0]?.length).toBe(1);
  });

  it("can be wiped as a whole and brought back, until something new is written", () => {
    const written = begin(pad(), touch(1, 0));
    const wiped = wipe(written);
    expect(documentOf(wiped)).toBeNull();
    expect(bringBack(wiped).strokes).toEqual(written.strokes);
    expect(bringBack(begin(wiped, touch(9, 50))).strokes).toHaveLength(1);
  });
});
