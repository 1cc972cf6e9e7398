// A span of time in parts of equal length, one after another: with readings, or a gap. Nothing is drawn across a gap.

import type { Bucket, DeviceHistory, Metric, Spread } from "../types";

/** A stretch from `at` until `until` (Unix ms). */
export interface Part {
  at: number;
  until: number;
  readings: number;
  missed: number;
  metrics: Readonly<Record<string, Spread>>;
}

/** A stretch in which readings never came, and how many. */
export interface Missing {
  from: number;
  until: number;
  missed: number;
}

/** What one row of a chart shows of each part: lowest, mean, highest; null is a gap. */
export type Drawn = readonly (Spread | null)[];

type Spanned = Pick<DeviceHistory, "from" | "until" | "bucket_s">;

/** When each part of a span begins. */
export function startsOf({ from, until, bucket_s }: Spanned): number[] {
  const long = bucket_s * 1000;
  const first = Math.floor(from / long) * long;
  return Array.from({ length: Math.max(0, Math.ceil((until - first) / long)) }, (_, index) => first + index * long);
}

/** Every part of a history in order, those without a reading among them. */
export function partsOf(history: Spanned & { buckets: readonly Bucket[] }): Part[] {
  const told = new Map(history.buckets.map((bucket) => [bucket.at, bucket]));
  return startsOf(history).map((at) => {
    const { readings = 0, missed = 0, metrics = {} } = told.get(at) ?? {};
    return { at, until: at + history.bucket_s * 1000, readings, missed, metrics };
  });
}

/** One metric, part by part. */
export const drawnOf = (parts: readonly Part[], metric: string): Drawn =>
  parts.map((part) => (part.readings ? (part.metrics[metric] ?? null) : null));

/** Where numbered readings never came: the parts without any before the one that tells of it, else that one. */
export function missingOf(parts: readonly Part[]): Missing[] {
  const found: Missing[] = [];
  let empty: number | null = null;
  for (const part of parts) {
    if (part.missed) {
      const from = empty ?? part.at;
      found.push({ from, until: empty === null ? part.until : part.at, missed: part.missed });
    }
    empty = part.readings ? null : (empty ?? part.at);
  }
  return found;
}

/** The places of parts that have something while neither of their neighbours has: no line leads to them. */
export const lonely = (drawn: Drawn): number[] =>
  drawn.flatMap((each, place) => (each && !drawn[place - 1] && !drawn[place + 1] ? [place] : []));

/** The mean of the part that is now, or while it has just begun of the one before; null: it is not known. */
export const nowOf = (drawn: Drawn): number | null => (drawn.at(-1) ?? drawn.at(-2))?.[1] ?? null;

/** The lowest and highest of rows; null when there is none. */
export function boundsOf(rows: readonly Drawn[]): [number, number] | null {
  let bounds: [number, number] | null = null;
  for (const spread of rows.flat()) {
    if (spread) bounds = [Math.min(bounds?.[0] ?? spread[0], spread[0]), Math.max(bounds?.[1] ?? spread[2], spread[2])];
  }
  return bounds;
}

/** From where to where a metric's axis goes: a share has its whole range; other values have room about them. */
export function axisOf(metric: Pick<Metric, "unit" | "lowest" | "highest">, bounds: [number, number] | null): [number, number] {
  if (metric.unit === "%") return [metric.lowest, metric.highest];
  const [low, high] = bounds ?? [Math.max(0, metric.lowest), Math.max(0, metric.lowest) + 1];
  // Small changes of a large value stay small; what comes near nought begins there.
  const room = Math.max((high - low) * 0.1, Math.abs(high) * 0.05, 0.5);
  const bottom = metric.lowest >= 0 && low - room < high / 2 ? Math.max(0, metric.lowest) : low - room;
  const coarse = 10 ** Math.floor(Math.log10(high + room - bottom)) / 2;
  const step = metric.unit === "1" ? Math.max(1, coarse) : coarse;
  const rounded = [Math.floor(bottom / step) * step, Math.ceil((high + room) / step) * step] as const;
  return [Math.max(metric.lowest, rounded[0]), Math.min(Math.max(metric.highest, high), rounded[1])];
}
