import { describe, expect, it } from "vitest";

import { NOON } from "./fixtures";
import { monthLines, monthParts } from "./month";
import type { Casework, CaseworkBucket } from "./types";

const DAY = 86_400_000;
const day = (number: number, changes: Partial<CaseworkBucket>): CaseworkBucket => ({
  at: NOON + number * DAY, filed: 0, succeeded: 0, failed: 0, cancelled: 0, expired: 0,
  offers_declined: 0, offers_expired: 0, waited_s: null, handled_s: null, ...changes,
});
const month: Casework = {
  from: NOON, until: NOON + 3 * DAY - 1, bucket_s: 86_400,
  branches: [
    {
      branch: "north/b1", procedure: "open-account",
      buckets: [
        day(0, { filed: 4, succeeded: 3, waited_s: [60, 200], handled_s: [300, 800] }),
        day(2, { succeeded: 1, waited_s: [90, 95], handled_s: [240, 240] }),
      ],
    },
    { branch: "north/b2", procedure: "open-account", buckets: [day(2, { failed: 2, waited_s: [10, 20] })] },
  ],
};

describe("a month of casework", () => {
  it("has every day, those without a case too", () => {
    const parts = monthParts(month, {});
    expect(parts.map((part) => [part.succeeded, part.failed])).toEqual([[3, 0], [0, 0], [1, 2]]);
  });

  it("tells times of one kind of business at one branch alone", () => {
    expect(monthParts(month, {}).every((part) => part.waited.median_s === null && part.handled.median_s === null)).toBe(true);
    const one = monthParts(month, { branch: "north/b1" });
    expect(one.map(({ waited }) => [waited.median_s, waited.most_s])).toEqual([[60, 200], [null, null], [90, 95]]);
    expect(one.map(({ handled }) => [handled.median_s, handled.most_s])).toEqual([[300, 800], [null, null], [240, 240]]);
  });

  it("is summed up for each branch and kind, with the times on the worst days", () => {
    const [first, second] = monthLines(month, {});
    expect(first).toMatchObject({ branch: "north/b1", filed: 4, succeeded: 4, worst_wait_s: 90, worst_handling_s: 300 });
    expect(second).toMatchObject({ failed: 2, worst_wait_s: 10, worst_handling_s: null });
    expect(monthLines(month, { procedure: "report-loss" })).toEqual([]);
  });
});
