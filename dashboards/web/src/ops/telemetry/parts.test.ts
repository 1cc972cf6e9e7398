import { describe, expect, it } from "vitest";

import { MINUTE, NOON } from "../fixtures";
import type { Bucket } from "../types";
import { axisOf, boundsOf, drawnOf, lonely, missingOf, nowOf, partsOf } from "./parts";

const after = (minutes: number): number => NOON + minutes * MINUTE;
const told = (minutes: number, value: number, missed = 0): Bucket => ({
  at: after(minutes), readings: 6, missed, metrics: { cpu: [value - 1, value, value + 1] },
});
const hour = (...buckets: Bucket[]) => partsOf({ from: NOON, until: after(6), bucket_s: 60, buckets });

describe("the parts of a history", () => {
  it("are all there, a gap where nothing came", () => {
    const parts = hour(told(0, 10), told(1, 20), told(4, 30));
    expect(parts.map((part) => part.at)).toEqual([0, 1, 2, 3, 4, 5].map(after));
    expect(drawnOf(parts, "cpu").map((each) => each?.[1] ?? null)).toEqual([10, 20, null, null, 30, null]);
  });

  it("begin with the bucket in which the span begins", () => {
    const parts = partsOf({ from: NOON + 30_000, until: after(2) + 1, bucket_s: 60, buckets: [told(0, 1)] });
    expect(parts.map((part) => part.at)).toEqual([NOON, after(1), after(2)]);
    expect(parts[0]?.readings).toBe(6);
  });

  it("have a gap where a metric is not told, though others are", () => {
    expect(drawnOf(hour(told(0, 1)), "paper").every((each) => each === null)).toBe(true);
  });

  it("do not take what is old for how it is now", () => {
    expect(nowOf(drawnOf(hour(told(0, 10), told(5, 20)), "cpu"))).toBe(20);
    expect(nowOf(drawnOf(hour(told(4, 20)), "cpu"))).toBe(20);
    expect(nowOf(drawnOf(hour(told(0, 10), told(3, 20)), "cpu"))).toBeNull();
  });

  it("know which points no line leads to", () => {
    expect(lonely(drawnOf(hour(told(0, 1), told(1, 1), told(3, 1), told(5, 1)), "cpu"))).toEqual([3, 5]);
  });
});

describe("readings that never came", () => {
  it("lie in the gap before the one that tells of them", () => {
    expect(missingOf(hour(told(0, 1), told(3, 1, 12), told(4, 1)))).toEqual([
      { from: after(1), until: after(3), missed: 12 },
    ]);
  });

  it("lie in the part itself when there is no gap before it", () => {
    expect(missingOf(hour(told(0, 1), told(1, 1, 2)))).toEqual([{ from: after(1), until: after(2), missed: 2 }]);
  });

  it("are not claimed of a gap of which nobody told: the device may have been off", () => {
    expect(missingOf(hour(told(0, 1), told(4, 1)))).toEqual([]);
  });
});

describe("a metric's axis", () => {
  const free = { unit: "MB", lowest: 0, highest: 1e9 };

  it("is the whole range of a share", () => {
    expect(axisOf({ unit: "%", lowest: 0, highest: 100 }, [3, 4])).toEqual([0, 100]);
  });

  it("begins at nought when the values come near it, else it leaves small changes small", () => {
    expect(axisOf(free, [3, 90])[0]).toBe(0);
    const [low, high] = axisOf(free, [52_000, 52_010]);
    expect(low).toBeGreaterThan(40_000);
    expect(high - low).toBeGreaterThan(4_000);
  });

  it("holds all that is drawn, and is never empty", () => {
    for (const bounds of [[0, 0], [-20, -5], [7, 7], [0.2, 0.4]] as [number, number][]) {
      const [low, high] = axisOf({ unit: "°C", lowest: -40, highest: 120 }, bounds);
      expect(low).toBeLessThanOrEqual(bounds[0]);
      expect(high).toBeGreaterThanOrEqual(bounds[1]);
      expect(high).toBeGreaterThan(low);
    }
    expect(axisOf(free, null)).toEqual([0, 1.5]);
    expect(axisOf({ unit: "1", lowest: 0, highest: 1e9 }, [0, 5])).toEqual([0, 6]);
  });

  it("is the same for all rows that are compared", () => {
    expect(boundsOf([[[1, 2, 3], null], [[0, 5, 9]]])).toEqual([0, 9]);
    expect(boundsOf([[null]])).toBeNull();
  });
});
