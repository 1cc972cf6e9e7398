// An alarm in words, and which comes first.

import { lasting, numberOf } from "@/shared/writing";
import { say, titled } from "@/words";
import type { Mark } from "../telemetry/drawing";
import type { Alarm, BranchAlarms, Tone } from "../types";

/** Red while it needs somebody; amber when somebody has seen it, or need only look in passing. */
export const toneOf = (alarm: Alarm): Tone =>
  alarm.cleared_at !== null ? "done" : alarm.severity === "needs" && alarm.acknowledged_at === null ? "needs" : "waiting";

/** What it is, with what was measured and where the limit is. */
export function alarmInWords(alarm: Alarm): string {
  const title = titled(alarm.title);
  if (alarm.value === null) return title;
  const values = { title, value: measured(alarm.value, alarm.unit), limit: measured(alarm.limit ?? 0, alarm.unit) };
  // That there should be none of them goes without saying.
  return say(alarm.limit ? "ops.alarm.value-limit" : "ops.alarm.value", values);
}

/** A value with its unit; seconds as people say them, minus for a clock that is behind. */
function measured(value: number, unit: string | null): string {
  if (unit === "s") return (value < 0 ? "−" : "") + lasting(Math.round(Math.abs(value)) * 1000);
  return numberOf(value, 1) + (unit && unit !== "1" ? ` ${unit}` : "");
}

/** What needs somebody before what may be looked at in passing; not seen before seen; the oldest first. */
export const byUrgency = (one: Alarm, other: Alarm): number =>
  urgency(one) - urgency(other) || one.raised_at - other.raised_at || (one.alarm < other.alarm ? -1 : 1);

const urgency = (alarm: Alarm): number =>
  (alarm.severity === "needs" ? 0 : 2) + (alarm.acknowledged_at === null ? 0 : 1);

/** Where the most customers wait first, then where the most urgent alarm is; within a branch by urgency. */
export function byImpact(branches: readonly BranchAlarms[]): BranchAlarms[] {
  const sorted = branches.map((each) => ({ ...each, alarms: [...each.alarms].sort(byUrgency) }));
  const needing = ({ alarms }: BranchAlarms): number => alarms.filter(({ severity }) => severity === "needs").length;
  return sorted.sort(
    (one, other) =>
      Math.sign(needing(other)) - Math.sign(needing(one)) ||
      other.customers_waiting - one.customers_waiting ||
      needing(other) - needing(one) ||
      (one.branch < other.branch ? -1 : 1),
  );
}

/** How long it was open, or has been until `now` (ms). */
export const openFor = (alarm: Alarm, now: number): number => Math.max(0, (alarm.cleared_at ?? now) - alarm.raised_at);

/** The value as it was before while it is the same: what is drawn from it need not be drawn anew. */
export const steady = <Value>(value: Value, before: Value | undefined): Value =>
  before !== undefined && JSON.stringify(value) === JSON.stringify(before) ? before : value;

/** An alarm on a chart. */
export const markOf = (alarm: Alarm, now: number): Mark => ({
  from: alarm.raised_at, until: alarm.cleared_at ?? now, kind: alarm.severity, says: titled(alarm.title),
});

/** Where the history goes on from the end of a day (2026-11-22, where the person is) back; undefined without one. */
export function placeBefore(day: string | undefined): string | undefined {
  const end = new Date(`${day}T24:00`).getTime();
  return Number.isNaN(end) ? undefined : `${end}/0`;
}
