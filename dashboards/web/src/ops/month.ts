// A month of casework, day by day: what became of the cases, how long customers waited, and how long it then took.

import type { ChartPart, Times } from "./levels";
import type { Casework, CaseworkBucket } from "./types";

/** A branch's cases of one kind in the whole of it. */
export interface MonthLine {
  branch: string;
  procedure: string;
  filed: number;
  succeeded: number;
  failed: number;
  cancelled: number;
  expired: number;
  offers_declined: number;
  offers_expired: number;
  /** The day's median wait on the worst of its days (s). */
  worst_wait_s: number | null;
  /** The day's median of the time from acceptance to the end, on the worst of its days (s). */
  worst_handling_s: number | null;
}

const COUNTED = [
  "filed", "succeeded", "failed", "cancelled", "expired", "offers_declined", "offers_expired",
] as const;

type Wanted = Readonly<{ branch?: string; procedure?: string }>;

const linesOf = ({ branches }: Casework, wanted: Wanted): Casework["branches"] =>
  branches.filter(
    (line) =>
      (!wanted.branch || line.branch === wanted.branch) && (!wanted.procedure || line.procedure === wanted.procedure),
  );

const timesOf = (figures: readonly number[] | null | undefined): Times => ({
  median_s: figures?.[0] ?? null, most_s: figures?.[1] ?? null,
});

/** Day by day. Times are told of one kind of business at one branch: medians of several make no median. */
export function monthParts(casework: Casework, wanted: Wanted): ChartPart[] {
  const lines = linesOf(casework, wanted);
  const days = new Map<number, CaseworkBucket[]>();
  for (const bucket of lines.flatMap((line) => line.buckets)) days.set(bucket.at, [...(days.get(bucket.at) ?? []), bucket]);
  const long = casework.bucket_s * 1000;
  const count = Math.max(0, Math.ceil((casework.until - casework.from) / long));
  return Array.from({ length: count }, (_, index) => {
    const at = casework.from + index * long;
    const told = days.get(at) ?? [];
    const sum = (name: (typeof COUNTED)[number]): number => told.reduce((all, each) => all + each[name], 0);
    const alone = lines.length === 1 ? told[0] : undefined;
    return {
      at, succeeded: sum("succeeded"), failed: sum("failed"), cancelled: sum("cancelled"), expired: sum("expired"),
      waited: timesOf(alone?.waited_s), handled: timesOf(alone?.handled_s),
    };
  });
}

/** The month of each branch and kind of business. */
export const monthLines = (casework: Casework, wanted: Wanted): MonthLine[] =>
  linesOf(casework, wanted).map(({ branch, procedure, buckets }) => {
    const sums = Object.fromEntries(COUNTED.map((name) => [name, buckets.reduce((all, each) => all + each[name], 0)]));
    return {
      branch, procedure, ...(sums as Record<(typeof COUNTED)[number], number>),
      worst_wait_s: worstOf(buckets.map(({ waited_s }) => waited_s)),
      worst_handling_s: worstOf(buckets.map(({ handled_s }) => handled_s)),
    };
  });

/** The largest median. */
function worstOf(days: readonly (readonly number[] | null)[]): number | null {
  const medians = days.flatMap((figures) => figures?.slice(0, 1) ?? []);
  return medians.length ? Math.max(...medians) : null;
}
