import { expect, it } from "vitest";

import { svgOf } from "./drawing";

it("draws each stroke, wider where it was pressed, and a dot too", () => {
  const svg = svgOf({
    width_px: 400, height_px: 200, line_px: 150,
    strokes: [[[1, 2, 0.2, 0], [30, 40, 0.2, 9]], [[50, 60, 1, 20]]],
  });
  const picture = new DOMParser().parseFromString(svg, "image/svg+xml");
  const lines = [...picture.querySelectorAll("polyline")];
  expect(lines.map((line) => line.getAttribute("points"))).toEqual(["1,2 30,40", "50,60 50,60"]);
  expect(Number(lines[1]?.getAttribute("stroke-width"))).toBeGreaterThan(Number(lines[0]?.getAttribute("stroke-width")));
});
