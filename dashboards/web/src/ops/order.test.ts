import { describe, expect, it } from "vitest";

import { comparing, fits, keptInOrder, numberIn } from "./order";

describe("an order", () => {
  it("stays as it was seen, with what is new behind it and what is gone left out", () => {
    const rows = [{ id: "new" }, { id: "b" }, { id: "a" }];
    expect(keptInOrder(rows, ["a", "gone", "b"], ({ id }) => id).map(({ id }) => id)).toEqual(["a", "b", "new"]);
  });

  it("puts what is not there last, whichever way", () => {
    const values = [null, 2, 10];
    const value = (given: number | null): number | null => given;
    expect([...values].sort(comparing(value, false))).toEqual([2, 10, null]);
    expect([...values].sort(comparing(value, true))).toEqual([10, 2, null]);
  });

  it("counts in names as people do", () => {
    const byName = comparing((name: string) => name, false);
    expect(["b10", "b9", "b1"].sort(byName)).toEqual(["b1", "b9", "b10"]);
  });
});

describe("a filter", () => {
  it("wants every word, in any order and case", () => {
    expect(fits("north/b2 李明 Li Ming 开户", "LI north")).toBe(true);
    expect(fits("north/b2 李明", "li")).toBe(false);
    expect(fits("anything", "")).toBe(true);
  });
});

describe("a case's number", () => {
  const whole = "north-018c0ffee0000001abcd";

  it.each([
    [whole, whole],
    [` ${whole.toUpperCase()} `, whole],
    ["0000abcd", "0000abcd"],
    ["north-…0000ABCD", "0000abcd"],
    ["north-...0000abcd", "0000abcd"],
    ["李明", null],
    ["0000abc", null],
    ["", null],
  ])("is read from what was typed: %j", (typed, number) => {
    expect(numberIn(typed)).toBe(number);
  });
});
