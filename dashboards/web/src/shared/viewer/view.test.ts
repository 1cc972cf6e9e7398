import { describe, expect, it } from "vitest";

import { fit, isFit, LARGEST_SCALE, pan, rotate, zoom } from "./view";

const picture = { width: 2000, height: 1000 };
const window = { width: 500, height: 500 };
const MIDDLE = { x: 0, y: 0 };

describe("a picture in its window", () => {
  it("is seen whole at first, and whole again when it is turned", () => {
    expect(fit(picture, window).scale).toBe(0.25);
    const tall = rotate(fit(picture, { width: 500, height: 200 }), picture, { width: 500, height: 200 });
    expect([tall.turn, tall.scale]).toEqual([90, 0.1]);
    expect(rotate({ ...tall, turn: 270 }, picture, window).turn).toBe(0);
  });

  it("keeps under the finger what is enlarged there", () => {
    const at = { x: 100, y: 40 };
    const before = zoom(fit(picture, window), 4, MIDDLE, picture, window);
    const after = zoom(before, 2, at, picture, window);
    expect((at.x - after.x) / after.scale).toBeCloseTo((at.x - before.x) / before.scale);
    expect((at.y - after.y) / after.scale).toBeCloseTo((at.y - before.y) / before.scale);
  });

  it("gets neither smaller than the window nor larger than can be read", () => {
    expect(isFit(zoom(fit(picture, window), 0.01, MIDDLE, picture, window), picture, window)).toBe(true);
    expect(zoom(fit(picture, window), 1e6, MIDDLE, picture, window).scale).toBe(LARGEST_SCALE);
  });

  it("cannot be pushed out of sight", () => {
    const large = zoom(fit(picture, window), 4, MIDDLE, picture, window);
    const pushed = pan(large, { x: 99_999, y: -99_999 }, picture, window);
    expect([pushed.x, pushed.y]).toEqual([750, -250]);
    expect(pan(fit(picture, window), { x: 50, y: 50 }, picture, window)).toMatchObject({ x: 0, y: 0 });
  });
});
