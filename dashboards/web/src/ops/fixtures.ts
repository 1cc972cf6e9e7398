// A branch, a device and a case as tests need them: well, unless something else is said.

import type { Alarm, BranchLine, DeviceLine, Entry, Flight } from "./types";

export const NOON = 1_795_262_400_000;
export const MINUTE = 60_000;

export const aBranch = (changes: Partial<BranchLine> = {}): BranchLine => ({
  branch: "north/b2",
  devices: 2,
  online: 2,
  offline_since: null,
  troubles: 0,
  unsettled_messages: 0,
  people: { idle: 1 },
  managers: 0,
  in_flight: 0,
  waiting: 0,
  asking: 0,
  waiting_since: null,
  ...changes,
});

export const aDevice = (changes: Partial<DeviceLine> = {}): DeviceLine => ({
  address: "north/b2/counter-1",
  kind: "counter",
  online: true,
  since: NOON,
  person: null,
  unsettled_messages: 0,
  unsettled_since: null,
  troubles: [],
  ...changes,
});

export const aFlight = (changes: Partial<Flight> = {}): Flight => ({
  case: "north-018c0ffee0000001",
  branch: "north/b2",
  origin: "north/b1/counter-1",
  procedure: "open-account",
  phase: "offered",
  offered_to: "li",
  handler: null,
  second: null,
  result: null,
  filed_at: NOON,
  changed_at: NOON,
  since: NOON,
  accepted_at: null,
  closed_at: null,
  waiting_since: NOON,
  clock: { offer: NOON + MINUTE, promise: null, manager: null, case: null },
  ...changes,
});

export const anEntry = (kind: string, body: Record<string, unknown>, actor = "hub"): Entry => ({
  number: 1,
  kind,
  at: NOON,
  actor,
  body: { at: NOON, ...body },
  hash: "0".repeat(64),
});

export const anAlarm = (changes: Partial<Alarm> = {}): Alarm => ({
  alarm: "a1",
  device: "north/b2/kiosk-1",
  kind: "kiosk",
  rule: "hot",
  title: { zh: "过热", en: "Too hot" },
  severity: "needs",
  metric: null,
  unit: null,
  value: null,
  limit: null,
  raised_at: NOON,
  cleared_at: null,
  acknowledged_at: null,
  acknowledged_by: null,
  assigned_to: null,
  assigned_at: null,
  ...changes,
});
