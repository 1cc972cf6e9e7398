// A small bank for the tests of this folder: Li is the person who holds the handset.

import type { Asking, Candidate, Colleague, Entry, Line, Me, Procedure, View } from "./types";

export const NOW = 1_795_300_000_000;

export const li = (told: Partial<Me> = {}): Me => ({
  person: "li", name: "Li", branch: "north/b2", role: "teller", on_duty: true, on_break: false,
  counter: "north/b2/counter-1", counter_online: true, unresponsive: false, assigned: 0, offered: 0, capacity: 1,
  wrap_up_until: 0, cases: [], last_change: 0, ...told,
});

export const line = (id: string, told: Partial<Line> = {}): Line => ({
  case: id, branch: "north/b2", origin: "north/b1/counter-1", procedure: "open-account", phase: "offered",
  offered_to: null, handler: null, second: null, result: null, filed_at: NOW, changed_at: NOW, ...told,
});

export const view = (id: string, told: Partial<View> = {}): View => ({
  case: id, branch: "north/b2", origin: "north/b1/counter-1", procedure: "open-account", phase: "offered",
  offer: null, asked: [], handler: null, counter: null, fence: 1, second: null, wanted: [], reference: null,
  result: null, result_shown: false, reasons: [], application: null, round: 0, review: "review", records: false, missing: [],
  recaptures_left: null, cannot_pass: null, language: null, place: null, camera_fault: null, recorded: null, consents: [], materials: [], timeline: [], ...told,
});

export const offered = (id: string, due: number, told: Partial<NonNullable<View["offer"]>> = {}): View =>
  view(id, { offer: { offer: 1, person: "li", purpose: "handle", state: "open", due, ...told } });

export const paper = (name: string, shown: boolean): View["materials"][number] => ({
  name, sha256: "0", size_bytes: 1, media_type: "image/jpeg", captured_at: NOW, shown, findings: [], earlier: [],
});

export const entry = (number: number, kind: string, body: Record<string, unknown> = {}): Entry => ({
  number, kind, at: NOW, actor: "hub", body, hash: "",
});

export const procedure = (told: Partial<Procedure> = {}): Procedure => ({
  procedure: "open-account", title: { zh: "开户", en: "Open an account" }, skill: "accounts",
  stages: ["collect", "review"], priority: 0, fulfilment: "none", fields: {}, materials: {}, at: ["counter"],
  handled_by: "teller", application_later: false, most_recaptures: 0, fulfils_with: [], reviews: {},
  deadlines: { offer_s: 60, manager_s: 120, longest_wait_s: 1800, case_s: 28800 }, ...told,
});

export const wang = (told: Partial<Colleague> = {}): Colleague => ({
  person: "wang", name: "Wang", role: "teller", on_duty: true, on_break: false, counter: "north/b2/counter-2",
  counter_online: true, assigned: 0, offered: 0, capacity: 1, skills: ["accounts"], not_now: null, ...told,
});

export const candidate = (told: Partial<Candidate> = {}): Candidate => ({
  ...wang(), passed_over: null, cannot: null, ...told,
});

export const asking = (id: string, candidates: Candidate[] = []): Asking => ({
  case: id, origin: "north/b1/counter-1", procedure: "open-account", purpose: "handle", filed_at: NOW,
  due: NOW + 60_000, managers: ["zhao"], candidates,
});
