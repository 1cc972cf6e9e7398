// Which page the customer sees, and that nothing of one customer is remembered for the next.

import { describe, expect, it } from "vitest";

import { capture, filed, told } from "@/counter/fixtures";
import type { Current, Procedure, State } from "./api";
import { standingConsents } from "./consent";
import { pageOf, readFromCard, stepOf, stepsOf } from "./journey";
import { keysOf, pressed } from "./keys";
import { nothing, stillTheirs, type Memory } from "./memory";

const title = { zh: "名", en: "Name" };
const field = (pattern: string) => ({ title, hint: title, required: true, pattern });
const kind = (more: object = {}) => ({
  title, required: true, most: 1, printed: false, signed_on: null, stage: "collect" as const, instead_of: null, ...more,
});
const CARD = {
  procedure: "apply-for-card", title, skill: "cards", at: ["kiosk"], handled_by: "reviewer", priority: 0,
  stages: ["collect", "review", "sign", "review", "fulfil"], application_later: true, most_recaptures: 3,
  fulfilment: "device", fulfils_with: ["card-dispenser"], amount: null,
  deadlines: { offer_s: 45, manager_s: 900, longest_wait_s: 600, case_s: 3600 },
  reviews: { eligibility: { title, recording: true }, business: { title, recording: true } },
  fields: { "id-number": field("^[0-9]{17}[0-9X]$"), phone: field("^1[0-9]{10}$") },
  materials: {
    "customer-photo": kind(), "id-card-front": kind(), "application-form": kind({ printed: true, stage: "sign" }),
    signature: kind({ required: false, signed_on: "pad", stage: "sign", instead_of: "application-form" }),
  },
} as Procedure;
const PROCEDURES = { "apply-for-card": CARD };

const current = (more: Partial<Current> = {}, of: Parameters<typeof filed>[0] = {}): Current => ({
  case: filed({ procedure: "apply-for-card", told: [told("accepted")], ...of }), round: 0, attempts: {},
  needs: [["customer-photo"], ["id-card-front"]], most_attempts: 4, fulfilment: null, prints: [], ...more,
});
const state = (now: Current | null): State => ({
  version: 1, device: "north/b1/kiosk-1", connected: true, centre: "north/rc", visit: 1, standing: "here", ends_in_s: null,
  offered: [], current: now, scanners: ["simulated", "camera"], signature_pad: "screen", presence: null, sight: "showing",
  peripherals: [], calls: [],
});
const page = (now: Current | null, memory: Partial<Memory> = {}) =>
  pageOf(state(now), PROCEDURES, { ...nothing(), ...memory });
const TALK = { ...CARD, stages: ["review"], fields: {}, materials: {} } as Procedure;
const both = [capture("customer-photo"), capture("id-card-front")];
const good = ["0".repeat(64)];

describe("the journey", () => {
  it("asks for consent before anything is filed", () => {
    expect(page(null).name).toBe("welcome");
    expect(page(null, { procedure: "apply-for-card" }).name).toBe("ask-video");
    expect(page(null, { procedure: "apply-for-card", video: false }).name).toBe("needs-video");
    expect(page(null, { procedure: "apply-for-card", video: true }).name).toBe("ask-face");
    expect(page(null, { procedure: "apply-for-card", video: true, face: false }).name).toBe("filing");
  });
  it("waits until somebody has the case", () => {
    expect(page(current({}, { told: [told("queued", { place: 2 })] })).name).toBe("queue");
  });
  it("asks for one thing after another, and whether each is good", () => {
    expect(page(current())).toMatchObject({ name: "photo" });
    expect(page(current({}, { captures: both.slice(0, 1) }))).toMatchObject({ name: "good", material: "customer-photo" });
    expect(page(current({}, { captures: both.slice(0, 1) }), { good })).toMatchObject({ name: "paper", material: "id-card-front" });
    expect(page(current({}, { captures: both }), { good })).toMatchObject({ name: "field", field: "id-number" });
    expect(page(current({}, { captures: both }), { good, right: ["id-number", "phone"] }).name).toBe("sending");
  });
  it("sends who tried too often to a person", () => {
    expect(page(current({ attempts: { "customer-photo": 4 } })).name).toBe("stuck");
  });
  it("says what is asked for again, and why, before it asks for it", () => {
    const again = told("recapture", { materials: ["id-card-front"], reasons: ["左下角看不清"] });
    const now = current({}, {
      captures: both, told: [told("accepted"), again], wanted_again: ["id-card-front"], application: { phone: "1" },
    });
    expect(page(now, { good }).name).toBe("again");
    expect(page(now, { good, readAgain: 2 })).toMatchObject({ name: "paper", material: "id-card-front" });
  });
  it("lets the customer choose how to sign, where there is a pad", () => {
    const now = current({ round: 1, needs: [["application-form", "signature"]] }, { captures: both });
    expect(page(now, { good }).name).toBe("sign");
    expect(page(now, { good, signing: "pad" })).toMatchObject({ name: "pad", material: "signature" });
    expect(page(now, { good, signing: "paper" })).toMatchObject({ name: "print", material: "application-form" });
    const withoutPad = { ...state(now), signature_pad: null };
    expect(pageOf(withoutPad, PROCEDURES, { ...nothing(), good }).name).toBe("print");
  });
  it("ends with the card and the result", () => {
    expect(page(current({ fulfilment: "begun" })).name).toBe("card");
    expect(page(current({ fulfilment: "done" }, { told: [told("accepted"), told("succeeded")] })).name).toBe("result");
    expect(stepOf({ name: "looking" }, 0)).toBe("check");
    expect(stepOf({ name: "looking" }, 1)).toBe("sign");
    expect([stepsOf(undefined).length, stepsOf(CARD).length]).toEqual([6, 6]);
    expect(stepsOf(TALK)).toEqual(["consent", "wait", "check", "done"]);
  });
});

describe("what is remembered", () => {
  const theirs: Memory = { ...nothing(), visit: 3, procedure: "apply-for-card", values: { phone: "13800138000" } };
  it("belongs to one visit", () => {
    expect(stillTheirs(theirs, { standing: "here", visit: 3 })).toBe(theirs);
    expect(stillTheirs(theirs, { standing: "here", visit: 4 })).toEqual({ ...nothing(), visit: 4 });
    expect(stillTheirs(theirs, { standing: "nobody", visit: 4 })).toEqual(nothing());
  });
  it("begins before the agent has counted the visit", () => {
    const first = { ...nothing(), procedure: "apply-for-card" };
    expect(stillTheirs(first, { standing: "nobody", visit: 3 })).toBe(first);
    expect(stillTheirs(first, { standing: "here", visit: 4 })).toEqual({ ...first, visit: 4 });
  });
});

describe("keys and words", () => {
  it("gives the keys that a rule needs", () => {
    expect(keysOf(field("^1[0-9]{10}$"))).toBe("digits");
    expect(keysOf(field("^[0-9]{17}[0-9X]$"))).toBe("digits-x");
    expect(keysOf(field("^\\S.{0,58}\\S$"))).toBe("letters");
  });
  it("writes and takes back", () => {
    expect(pressed("12", "⌫")).toBe("1");
    expect(pressed("A", "␣")).toBe("A ");
  });
  it("reads name and number off the card", () => {
    const card = capture("id-card-front");
    card.material.findings = [{ kind: "id-card-read", says: "", detail: { name: "王小样", number: "1" } }];
    expect(readFromCard(current({}, { captures: [card] }))).toEqual({ "customer-name": "王小样", "id-number": "1" });
  });
  it("counts a consent only as it was given last", () => {
    const answer = (covers: "video" | "face-comparison", given: boolean) =>
      ({ covers, given, said_at: 1, language: "zh" as const, asked_by: null, refusal: null });
    expect(standingConsents([answer("video", true), answer("video", false), answer("face-comparison", true)])).toEqual([
      "face-comparison",
    ]);
  });
});
