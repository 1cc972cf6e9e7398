import { describe, expect, it } from "vitest";

import { NOON } from "./fixtures";
import { levelsSince } from "./levels";
import { readingAge } from "./reading";
import { isNoNumber, questionOf, sinceOf } from "./search";

const DAY = 86_400_000;

describe("a search", () => {
  it("by number asks for nothing else, whenever the case was filed", () => {
    expect(questionOf({ number: "north-…0000abcd", branch: "north/b2", span: "day" }, NOON)).toEqual({
      number: "0000abcd",
    });
  });

  it("without a span looks a week back; with “all” as far as there is anything", () => {
    expect(questionOf({ person: "li" }, NOON)).toEqual({ person: "li", filed_from: NOON - 7 * DAY });
    expect(questionOf({ person: "li", span: "all", other: "x" }, NOON)).toEqual({ person: "li" });
    expect(sinceOf("nonsense", NOON)).toBe(NOON - 7 * DAY);
  });

  it("says what could be no number while it is typed", () => {
    expect([isNoNumber(""), isNoNumber("0000abcd"), isNoNumber("李")]).toEqual([false, false, true]);
  });
});

describe("spans of service levels", () => {
  it("begin with a quarter of an hour, or at midnight where the person is", () => {
    expect(levelsSince("hour", NOON + 7 * 60_000)).toBe(NOON - 3_600_000);
    expect(new Date(levelsSince("today", NOON)).getHours()).toBe(0);
    const days = (levelsSince("today", NOON) - levelsSince("week", NOON)) / DAY;
    expect(Math.round(days)).toBe(6);
  });
});

describe("a reading", () => {
  const reading = { measured_at: NOON, interval_s: 10, historical: false, metrics: [] };

  it("is stale when three of its kind have not come", () => {
    expect(readingAge(reading, NOON + 30_000)).toEqual({ old: 30_000, stale: false });
    expect(readingAge(reading, NOON + 30_001).stale).toBe(true);
  });
});
