// What the counter's tests begin with.

import type { Capture, Field, Filed, Handled, MaterialKind, Print, Procedure, State, Told } from "./api";

export const NOON = Date.UTC(2026, 10, 21, 4);

export const ID_NUMBER: Field = {
  title: { zh: "身份证号码", en: "ID number" }, required: true, pattern: "^[0-9]{17}[0-9X]$", hint: { zh: "18 位", en: "18" },
};

export const procedure = (told: Partial<Procedure> = {}): Procedure => ({
  procedure: "open-account", title: { zh: "开户", en: "Open an account" }, skill: "accounts",
  stages: ["collect", "review"], priority: 0, fulfilment: "none", amount: null, at: ["counter"],
  handled_by: "teller", application_later: false, most_recaptures: 0, fulfils_with: [], reviews: {},
  deadlines: { offer_s: 60, manager_s: 120, longest_wait_s: 1800, case_s: 28800 },
  fields: {
    "customer-name": { title: { zh: "客户姓名", en: "Customer's name" }, required: true, pattern: "^\\S.{0,58}\\S$", hint: { zh: "2 至 60 个字", en: "2 to 60" } },
    "id-number": ID_NUMBER,
    phone: { title: { zh: "手机号码", en: "Mobile number" }, required: false, pattern: "^1[0-9]{10}$", hint: { zh: "11 位", en: "11" } },
  },
  materials: {
    "application-form": kind({ printed: true }), "id-card-front": kind(), attachment: kind({ required: false, most: 3 }),
  },
  ...told,
});

export function kind(told: Partial<MaterialKind> = {}): MaterialKind {
  return { title: { zh: "材料", en: "Paper" }, required: true, most: 1, printed: false, signed_on: null, stage: "collect", ...told };
}

export const filed = (told: Partial<Filed> = {}): Filed => ({
  case: "north-1", branch: "north/b2", procedure: "open-account", application: {}, filed_at: NOON, told: [], refusal: null,
  collected: false, result_shown: false, captures: [], printed_forms: [], consents: [], wanted_again: [], ...told,
});

export const capture = (name: string, told: Partial<Capture> = {}): Capture => ({
  material: { name, sha256: "0".repeat(64), size_bytes: 1000, media_type: "image/jpeg", captured_at: NOON, findings: [] },
  source: "tray", straightened: false, on_its_way: true, sent_bytes: null, refusal: null, ...told,
});

export const stored = (name: string): Capture => capture(name, { on_its_way: false });

export const told = (news: Told["news"], more: Partial<Told> = {}): Told => ({
  case: "north-1", news, handler: { person: "li", name: "Li" }, reasons: [], materials: [], rerouting: null, until: null,
  at: null, reference: null, ...more,
});

export const print = (state: Print["state"], more: Partial<Print> = {}): Print => ({
  case: "north-1", document: "form", material: "application-form", state, since: NOON, says: "", condition: null, ...more,
});

export const handled = (more: Partial<Handled> = {}): Handled => ({
  case: "north-2", handler: { person: "li", name: "Li" }, origin: "north/b1/counter-1", procedure: "open-account",
  application: {}, ready: false, materials: [], decision: null, ...more,
});

export const state = (more: Partial<State> = {}): State => ({
  version: 1, device: "north/b1/counter-1", connected: true, waiting_messages: 0, waiting_since: null, person: null,
  filed: [], handled: [], scanners: ["simulated"], peripherals: [], signature_pad: "screen", prints: [], presence: null,
  calls: [],
  telemetry_sent: 0, ...more,
});
