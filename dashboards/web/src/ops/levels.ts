// Service levels: the spans that can be looked at, and their figures in words.

import { lasting } from "@/shared/writing";
import type { Levels } from "./types";

export const LEVEL_SPANS = ["hour", "today", "week", "month"] as const;
/** A month is summed up in the store of telemetry; what is nearer is counted from the cases themselves. */
export type LevelSpan = Exclude<(typeof LEVEL_SPANS)[number], "month">;

const HOUR_MS = 3600 * 1000;
const QUARTER_MS = HOUR_MS / 4;

/** Since when a span counts (Unix ms), in the zone of whoever looks; to the quarter of an hour. */
export function levelsSince(span: LevelSpan, now: number): number {
  if (span === "hour") return now - HOUR_MS - ((now - HOUR_MS) % QUARTER_MS);
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  if (span === "week") midnight.setDate(midnight.getDate() - 6);
  return midnight.getTime();
}

/** How many cases have ended. */
export const closedIn = (tally: { succeeded: number; failed: number; cancelled: number; expired: number }): number =>
  tally.succeeded + tally.failed + tally.cancelled + tally.expired;

/** A time in seconds, or a dash when there is none. */
export const took = (seconds: number | null): string => (seconds === null ? "—" : lasting(seconds * 1000));

/** One part of a chart, which begins at `at` (Unix ms). */
export interface ChartPart {
  at: number;
  succeeded: number;
  failed: number;
  cancelled: number;
  expired: number;
  waited: Times;
  handled: Times;
}

/** How long it took (s): the median, and what most took no longer than. */
export interface Times {
  median_s: number | null;
  most_s: number | null;
}

/** The parts of a span as they are drawn. */
export const chartParts = ({ since, part_ms, parts }: Levels): ChartPart[] =>
  parts.map(({ succeeded, failed, cancelled, expired, ...figures }, index) => ({
    at: since + index * part_ms, succeeded, failed, cancelled, expired,
    waited: { median_s: figures.waiting_median_s, most_s: figures.waiting_p90_s },
    handled: { median_s: figures.handling_median_s, most_s: figures.handling_p90_s },
  }));
