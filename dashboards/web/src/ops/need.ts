// What needs somebody, and how badly: branches and devices come in that order.

import { lasting, timeOf } from "@/shared/writing";
import { knows, say } from "@/words";
import { alarmInWords, toneOf } from "./alarms/alarm";
import { peripheralInWords } from "./phases";
import { readingAge, type Measured } from "./reading";
import { TONES, type Alarm, type BranchLine, type DeviceLine, type PersonState, type Tone } from "./types";

/** A customer who has waited so long for somebody needs an operator's eye. */
export const LONG_WAIT_MS = 5 * 60_000;
/** A message that a connected device has not confirmed for so long is stuck. */
export const STUCK_MS = 2 * 60_000;

export interface Need {
  tone: Tone;
  /** What it is, in words, the worst first. */
  says: readonly string[];
}

type Found = readonly [Tone, string];

/** How a branch stands at `now`, with these alarms open. */
export function needOfBranch(branch: BranchLine, now: number, alarms: readonly Alarm[] = []): Need {
  const found: Found[] = [];
  const there = count(branch, "idle") + count(branch, "busy") + count(branch, "wrapping_up");
  if (branch.waiting && branch.waiting_since !== null) {
    const waited = now - branch.waiting_since;
    const long = waited >= LONG_WAIT_MS;
    found.push([
      long ? "needs" : "waiting",
      say("ops.need.waiting", { count: branch.waiting, time: lasting(waited) }),
    ]);
    if (!there) found.push(["needs", say("ops.need.nobody")]);
  }
  const silent = count(branch, "unresponsive");
  if (silent) found.push([branch.waiting ? "needs" : "waiting", say("ops.need.unresponsive", { count: silent })]);
  const raised = alarms.filter((alarm) => toneOf(alarm) === "needs").length;
  if (raised) found.push(["needs", say("ops.alarms.need", { count: raised })]);
  if (branch.troubles) found.push(["needs", say("ops.need.troubles", { count: branch.troubles })]);
  const gone = branch.devices - branch.online;
  if (gone) {
    const since = branch.offline_since === null ? "" : timeOf(branch.offline_since);
    found.push(["unknown", say(since ? "ops.need.offline-since" : "ops.need.offline", { count: gone, since })]);
  }
  return worst(found);
}

/** How a device stands at `now`, with these alarms open and this newest reading. */
export function needOfDevice(
  device: DeviceLine,
  now: number,
  alarms: readonly Alarm[] = [],
  reading: Measured | null = null,
): Need {
  const found: Found[] = alarms.map((alarm) => [toneOf(alarm), alarmInWords(alarm)]);
  for (const trouble of device.troubles) {
    found.push([device.online ? "needs" : "unknown", troubleInWords(trouble.peripheral, trouble.condition)]);
  }
  if (!device.online) {
    const since = device.since === null ? say("ops.device.never") : timeOf(device.since);
    found.push(["unknown", say("ops.device.offline", { since })]);
  } else if (device.unsettled_since !== null && now - device.unsettled_since >= STUCK_MS) {
    const values = { count: device.unsettled_messages, since: timeOf(device.unsettled_since) };
    found.push(["needs", say("ops.device.stuck", values)]);
  }
  if (device.online && reading && readingAge(reading, now).stale) {
    found.push(["unknown", say("ops.device.no-readings", { since: timeOf(reading.measured_at) })]);
  }
  return worst(found);
}

/** How a branch stands, in a word. */
export const branchInAWord = (branch: BranchLine, { tone }: Need): string =>
  say(tone === "unknown" && !branch.online ? "ops.tone.all-offline" : `ops.tone.${tone}`);

/** How a device stands, in a word. */
export function deviceInAWord(device: Pick<DeviceLine, "online">, { tone }: Need): string {
  if (tone === "waiting") return say("ops.alarm.severity.watch");
  if (tone === "unknown") return say(device.online ? "ops.device.silent" : "ops.device.is-offline");
  return say(`ops.tone.${tone}`);
}

/** A peripheral's condition as a sentence. */
export function troubleInWords(peripheral: string, condition: string): string {
  const key = `condition.${condition}`;
  const name = peripheralInWords(peripheral);
  return knows(key) ? say(key, { name }) : `${name}: ${condition}`;
}

/** What the branch can do about a peripheral; else what the device itself says of it. */
export function todoInWords(trouble: { peripheral: string; condition: string; says: string }): string {
  const key = `ops.todo.${trouble.condition}`;
  return knows(key) ? say(key, { name: peripheralInWords(trouble.peripheral) }) : trouble.says;
}

const count = (branch: BranchLine, state: PersonState): number => branch.people[state] ?? 0;

function worst(found: readonly Found[]): Need {
  const sorted = [...found].sort((one, other) => TONES.indexOf(one[0]) - TONES.indexOf(other[0]));
  return { tone: sorted[0]?.[0] ?? "done", says: sorted.map(([, says]) => says) };
}

/** The branches in order: what needs somebody first; then who has waited longest; then by name. */
export function inOrderOfNeed(
  branches: readonly BranchLine[], now: number, alarmsOf: (branch: BranchLine) => readonly Alarm[] = () => [],
): BranchLine[] {
  const since = (branch: BranchLine): number => branch.waiting_since ?? Number.MAX_SAFE_INTEGER;
  // Each one's need is worked out once: a comparison is made many times as often.
  return branches
    .map((branch) => ({ branch, needed: rank(needOfBranch(branch, now, alarmsOf(branch))) }))
    .sort(({ branch: one, needed: first }, { branch: other, needed: second }) =>
      first - second || since(one) - since(other) || (one.branch < other.branch ? -1 : 1))
    .map(({ branch }) => branch);
}

/** The place of a tone in the order of need. */
export const rank = (need: Need): number => TONES.indexOf(need.tone);
