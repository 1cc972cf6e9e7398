import { describe, expect, it } from "vitest";

import { useDoing } from "./doing";

/** Work that ends when the test says so. */
function slow(): { work: () => Promise<void>; done: () => void; fails: () => void } {
  let [done, fails] = [() => undefined, () => undefined] as (() => void)[];
  const until = new Promise<void>((resolve, reject) => ([done, fails] = [resolve, () => reject(new Error("no"))]));
  return { work: () => until, done: () => done?.(), fails: () => fails?.() };
}

describe("doing", () => {
  it("does one thing at a time", async () => {
    const { busy, begin } = useDoing();
    const filing = slow();
    const first = begin("file", filing.work);
    expect(await begin("scan", () => Promise.resolve())).toBe(false);
    expect(busy.value).toBe("file");
    filing.done();
    expect(await first).toBe(true);
    expect(busy.value).toBeNull();
  });

  it("does what is insisted upon, and forgets what was being done", async () => {
    const { busy, problem, begin, insist } = useDoing();
    const [filing, stopping] = [slow(), slow()];
    const first = begin("file", filing.work);
    const second = insist("stop", stopping.work);
    expect(busy.value).toBe("stop");
    filing.fails();
    expect(await first).toBe(false);
    expect([busy.value, problem.value]).toEqual(["stop", null]);
    stopping.done();
    expect(await second).toBe(true);
    expect(busy.value).toBeNull();
  });
});
