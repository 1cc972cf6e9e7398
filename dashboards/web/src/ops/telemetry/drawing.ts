// Rows of charts over one axis of time, as the drawing library is told of them: mean as a line, lowest to highest
// as a band, and behind both what happened meanwhile. Owns the geometry, which the words beside the rows share.

import type { CustomSeriesOption, LineSeriesOption, XAXisComponentOption, YAXisComponentOption } from "echarts";

import { dayOf, exactTimeOf, numberOf, timeOf } from "@/shared/writing";
import { lonely, type Drawn } from "./parts";

/** One row: a metric of a device, or a device of a branch. */
export interface Row {
  key: string;
  title: string;
  unit: string;
  /** Where its title leads. */
  href?: string;
  drawn: Drawn;
  axis: readonly [number, number];
  /** How it is now; null when that is not known. */
  now: number | null;
  /** What happened to this one alone. */
  marks?: readonly Mark[];
}

/** What happened from then until then (Unix ms); a boot is a moment. */
export interface Mark {
  from: number;
  until: number;
  kind: "missing" | "needs" | "watch" | "boot";
  says: string;
}

export interface Spanning {
  from: number;
  until: number;
  /** When each part begins. */
  starts: readonly number[];
  partMs: number;
}

export interface Geometry {
  /** Where the plots begin and end, from either side of the chart. */
  left: number;
  right: number;
  row: number;
  /** Above the plot in its row. */
  head: number;
  /** For the times below the last row. */
  foot: number;
}

/** The colours of the page's light. */
export type Colours = (name: string) => string;

const BELOW_PX = 8;
const DAY_AND_HALF_MS = 36 * 3600 * 1000;
const SHADES = { needs: "--needs", watch: "--waiting" } as const;

/** When a part begins; to the second where a minute has more than one. */
export const written = (at: number, partMs: number): string => (partMs < 60_000 ? exactTimeOf(at) : timeOf(at));

/** With room for the words beside the rows, which may be low ones; in a narrow place above them. */
export const geometryFor = (width: number, low: boolean): Geometry =>
  width < 760
    ? { left: 46, right: 18, row: 92, head: 30, foot: 26 }
    : { left: 306, right: 24, row: low ? 48 : 62, head: low ? 6 : 10, foot: 26 };

export const heightOf = (rows: number, { row, foot }: Geometry): number => rows * row + foot;

const two = (number: number): string => String(number).padStart(2, "0");

function timeLabel(at: number, longMs: number): string {
  const then = new Date(at);
  if (longMs > DAY_AND_HALF_MS) return dayOf(at);
  return `${two(then.getHours())}:${two(then.getMinutes())}`;
}

type Shape = ReturnType<NonNullable<CustomSeriesOption["renderItem"]>>;

/** Everything that is drawn; `hatch` fills what is missing. */
export function optionOf(
  rows: readonly Row[],
  marks: readonly Mark[],
  span: Spanning,
  at: Geometry,
  look: { colour: Colours; hatch: HTMLCanvasElement; font: string; stale: boolean },
) {
  const { colour } = look;
  const soft = colour("--ink-soft");
  const grid = rows.map((_, index) => ({
    left: at.left, right: at.right, top: index * at.row + at.head, height: at.row - at.head - BELOW_PX,
    outerBoundsMode: "none" as const, // all plots begin and end under each other, whatever stands beside them
  }));
  const xAxis = rows.map((_, gridIndex): XAXisComponentOption => {
    const last = gridIndex === rows.length - 1;
    return {
      type: "time", gridIndex, min: span.from, max: span.until,
      axisLine: { show: true, onZero: false, lineStyle: { color: colour("--line") } },
      axisTick: { show: false },
      axisLabel: {
        show: last, color: soft, hideOverlap: true, formatter: (value: number) => timeLabel(value, span.until - span.from),
      },
      splitLine: { show: true, lineStyle: { color: colour("--line"), opacity: 0.7 } },
    };
  });
  const yAxis = rows.map(({ axis: [min, max] }, gridIndex): YAXisComponentOption => ({
    type: "value", gridIndex, min, max, interval: max - min,
    axisLabel: { color: soft, fontSize: 11, formatter: (value: number) => numberOf(value, 1) },
    splitLine: { show: false },
  }));
  return {
    animation: false,
    textStyle: { fontFamily: look.font },
    grid, xAxis, yAxis,
    series: rows.flatMap((row, index) => seriesOf(row, index, [...marks, ...(row.marks ?? [])], span, look)),
  };
}

function seriesOf(
  row: Row, index: number, marks: readonly Mark[], span: Spanning,
  { colour, hatch, stale }: { colour: Colours; hatch: HTMLCanvasElement; stale: boolean },
): (CustomSeriesOption | LineSeriesOption)[] {
  const where = { xAxisIndex: index, yAxisIndex: index, silent: true, animation: false };
  const tone = colour(stale ? "--unknown" : "--accent");
  const [bottom, top] = row.axis;
  const alone = new Set(lonely(row.drawn));
  const from = (place: number): number => span.starts[place] ?? span.from;
  const rectangle = (api: Parameters<NonNullable<CustomSeriesOption["renderItem"]>>[1], style: object): Shape => {
    const [left = 0, high = 0] = api.coord([api.value(0), api.value(3)]);
    const [right = 0, low = 0] = api.coord([api.value(1), api.value(2)]);
    // What is but a moment, or always the same, is still to be seen.
    const shape = { x: left, y: high, width: Math.max(1, right - left), height: Math.max(1, low - high) };
    return { type: "rect", shape, style };
  };
  return [
    {
      ...where, type: "custom", z: 0, clip: true,
      data: marks.map((mark) => [mark.from, mark.until, bottom, top]),
      renderItem: ({ dataIndex }, api) => {
        const kind = marks[dataIndex]?.kind ?? "boot";
        if (kind === "missing") return rectangle(api, { fill: { image: hatch, repeat: "repeat" } });
        if (kind === "boot") return rectangle(api, { fill: soft(colour, stale) });
        return rectangle(api, { fill: colour(SHADES[kind]), opacity: 0.13 });
      },
    },
    {
      ...where, type: "custom", z: 1, clip: true,
      data: row.drawn.flatMap((each, place) =>
        each ? [[from(place), Math.min(from(place) + span.partMs, span.until), each[0], each[2]]] : [],
      ),
      renderItem: (_, api) => rectangle(api, { fill: tone, opacity: 0.24 }),
    },
    {
      ...where, type: "line", z: 2, clip: true, connectNulls: false, showSymbol: true, symbol: "circle",
      symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (alone.has(dataIndex) ? 4 : 0),
      itemStyle: { color: tone },
      lineStyle: { width: 1.5, color: tone },
      data: row.drawn.map((each, place) => [
        Math.min(from(place) + span.partMs / 2, span.until), each ? each[1] : null,
      ]),
    },
  ];
}

const soft = (colour: Colours, stale: boolean): string => colour(stale ? "--line-strong" : "--ink-soft");

/** Grey stripes, for what is missing. */
export function hatchOf(colour: string): HTMLCanvasElement {
  const [canvas, size] = [document.createElement("canvas"), 6];
  [canvas.width, canvas.height] = [size, size];
  const pen = canvas.getContext("2d");
  if (pen) {
    [pen.strokeStyle, pen.lineWidth, pen.globalAlpha] = [colour, 1.4, 0.75];
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift, size);
      pen.lineTo(shift + size, 0);
    }
    pen.stroke();
  }
  return canvas;
}
