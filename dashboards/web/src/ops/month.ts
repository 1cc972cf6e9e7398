// A month of casework, day by day: what became of the cases, and how long customers waited.

import type { ChartPart } from "./levels";
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

/** Day by day. Waiting times are told of one kind of business at one branch: medians of several make no median. */
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
    const waited = lines.length === 1 ? (told[0]?.waited_s ?? null) : null;
    return {
      at, succeeded: sum("succeeded"), failed: sum("failed"), cancelled: sum("cancelled"), expired: sum("expired"),
      median_s: waited?.[0] ?? null, most_s: waited?.[1] ?? null,
    };
  });
}

/** The month of each branch and kind of business. */
export const monthLines = (casework: Casework, wanted: Wanted): MonthLine[] =>
  linesOf(casework, wanted).map(({ branch, procedure, buckets }) => {
    const sums = Object.fromEntries(COUNTED.map((name) => [name, buckets.reduce((all, each) => all + each[name], 0)]));
    const waits = buckets.flatMap(({ waited_s }) => (waited_s ? [waited_s[0] ?? 0] : []));
    const worst = waits.length ? Math.max(...waits) : null;
    return { branch, procedure, ...(sums as Record<(typeof COUNTED)[number], number>), worst_wait_s: worst };
  });
