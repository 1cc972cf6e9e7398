import { describe, expect, it } from "vitest";

import { oneAtATime } from "./reading";

describe("one reading at a time", () => {
  it("reads once more for all that was asked for meanwhile", async () => {
    const open: (() => void)[] = [];
    const read = oneAtATime(() => new Promise<void>((done) => open.push(done)));
    const [first, second, third] = [read(), read(), read()];
    expect(open.length).toBe(1);
    expect(second).toBe(third);
    open[0]?.();
    await first;
    await Promise.resolve();
    await new Promise((done) => setTimeout(done));
    expect(open.length).toBe(2);
    open[1]?.();
    await second;
  });

  it("goes on after a reading that failed", async () => {
    let times = 0;
    const read = oneAtATime(async () => {
      times += 1;
      if (times === 1) throw new Error("no answer");
    });
    const [first, second] = [read(), read()];
    await expect(first).rejects.toThrow("no answer");
    await second;
    expect(times).toBe(2);
  });
});
