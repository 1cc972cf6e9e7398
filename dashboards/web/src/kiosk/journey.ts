// Which page the customer sees: one question at a time, from what the agent says and what they have answered. Pure.

import type { Capture, Current, Procedure, Procedures, State, Told } from "./api";
import type { Memory } from "./memory";

export const APPLICATION = "application";
export const PHOTO = "customer-photo";
const RESULTS = ["succeeded", "failed", "cancelled", "expired"];

export type Page =
  | { name: "welcome" | "ask-video" | "ask-face" | "needs-video" | "filing" | "refused" | "queue" | "callback" }
  | { name: "again"; told: Told }
  | { name: "photo" | "paper" | "print" | "pad" | "stuck"; material: string }
  | { name: "good"; material: string; capture: Capture }
  | { name: "field"; field: string }
  | { name: "sign"; paper: string; pad: string }
  | { name: "sending" | "looking" | "card" }
  | { name: "result"; told: Told };

export const resultOf = (current: Current): Told | null =>
  current.case.told.findLast((told) => RESULTS.includes(told.news)) ?? null;

const latest = (current: Current, news: Told["news"]): Told | null =>
  current.case.told.findLast((told) => told.news === news) ?? null;

/** Whether nobody may pass it without a recording of the video. */
const recorded = (procedure: Procedure): boolean => Object.values(procedure.reviews ?? {}).some((each) => each.recording);

/** Before anything is filed: the business, and what the customer agrees to. */
function before(procedure: Procedure | undefined, memory: Memory): Page {
  if (!procedure) return { name: "welcome" };
  if (memory.video === null) return { name: "ask-video" };
  if (!memory.video && recorded(procedure)) return { name: "needs-video" };
  if (PHOTO in procedure.materials && memory.face === null) return { name: "ask-face" };
  return { name: "filing" };
}

const captureOf = (current: Current, material: string): Capture | null =>
  current.case.captures.find((each) => each.material.name === material && !each.refusal) ?? null;

const used = (current: Current, material: string): number => current.attempts[material] ?? 0;

/** The page on which a material is captured, or is said to be good; null once it is. */
function ofMaterial(current: Current, procedure: Procedure, material: string, memory: Memory): Page | null {
  const capture = captureOf(current, material);
  const again = current.case.wanted_again.includes(material);
  const kind = procedure.materials[material];
  if (capture && !again) {
    const signed = kind?.signed_on === "pad";
    return signed || memory.good.includes(capture.material.sha256) ? null : { name: "good", material, capture };
  }
  if (used(current, material) >= current.most_attempts) return { name: "stuck", material };
  if (kind?.signed_on === "pad") return { name: "pad", material };
  if (material === PHOTO) return { name: "photo", material };
  const printed = current.case.printed_forms.some((each) => each.material === material && !each.outdated);
  return kind?.printed && !printed ? { name: "print", material } : { name: "paper", material };
}

/** How it is signed, where there is a choice. */
function chosen(current: Current, group: readonly string[], procedure: Procedure, memory: Memory, pad: boolean): string | Page {
  const onPad = group.find((each) => procedure.materials[each]?.signed_on === "pad");
  const onPaper = group.find((each) => procedure.materials[each]?.printed);
  const there = group.find((each) => captureOf(current, each) || current.case.wanted_again.includes(each));
  if (there) return there;
  if (onPad === undefined || onPaper === undefined || !pad) return onPaper ?? group[0] ?? "";
  if (memory.signing === null) return { name: "sign", paper: onPaper, pad: onPad };
  return memory.signing === "pad" ? onPad : onPaper;
}

function collecting(current: Current, procedure: Procedure, memory: Memory, hasPad: boolean): Page {
  const recapture = latest(current, "recapture");
  const told = current.case.told.length;
  if (recapture && current.case.told.at(-1) === recapture && memory.readAgain < told) {
    return { name: "again", told: recapture };
  }
  for (const group of current.needs) {
    const material = chosen(current, group, procedure, memory, hasPad);
    if (typeof material !== "string") return material;
    const page = ofMaterial(current, procedure, material, memory);
    if (page) return page;
  }
  const wants = current.case.wanted_again.includes(APPLICATION);
  if (procedure.application_later && current.round === 0 && (wants || !Object.keys(current.case.application).length)) {
    const field = Object.keys(procedure.fields).find((each) => !memory.right.includes(each));
    if (field !== undefined) return { name: "field", field };
  }
  return { name: "sending" };
}

/** The page, for what the agent says and what the customer has answered so far. */
export function pageOf(state: State, procedures: Procedures, memory: Memory): Page {
  const current = state.current;
  if (!current) return before(memory.procedure ? procedures[memory.procedure] : undefined, memory);
  if (current.case.refusal) return { name: "refused" };
  const told = resultOf(current);
  if (told) return { name: "result", told };
  if (current.fulfilment) return { name: "card" };
  const accepted = current.case.told.some((each) => each.news === "accepted");
  if (!accepted) return memory.wantsCall ? { name: "callback" } : { name: "queue" };
  const procedure = procedures[current.case.procedure];
  if (current.case.collected || !procedure) return { name: "looking" };
  return collecting(current, procedure, memory, state.signature_pad !== null);
}

/** What tells one page from the next, where two of a name follow each other. */
export function keyOf(page: Page): string {
  return [page.name, "material" in page ? page.material : "field" in page ? page.field : ""].join(" ");
}

export type Step = "consent" | "wait" | "you" | "check" | "sign" | "done";
const STEPS: readonly Step[] = ["consent", "wait", "you", "check", "sign", "done"];

/** The way of a business: nobody is asked for papers or a signature that it does not take. */
export function stepsOf(procedure: Procedure | undefined): readonly Step[] {
  if (!procedure) return STEPS;
  const takes = (step: Step): boolean =>
    step === "you" ? procedure.stages.includes("collect") : step !== "sign" || procedure.stages.includes("sign");
  return STEPS.filter(takes);
}

/** The footstep at which a page lies; null where there is no way yet. */
export function stepOf(page: Page, round: number): Step | null {
  switch (page.name) {
    case "welcome": return null;
    case "ask-video": case "ask-face": case "needs-video": case "filing": return "consent";
    case "queue": case "callback": case "refused": return "wait";
    case "looking": return round === 0 ? "check" : "sign";
    case "card": case "result": return "done";
    default: return round === 0 ? "you" : "sign";
  }
}

/** Where a customer's place in the queue stands; null while nobody has said. */
export const placeOf = (current: Current): number | null => latest(current, "queued")?.place ?? null;

/** What was read from the ID card, for the fields that stand on it. */
export function readFromCard(current: Current): { [field: string]: string } {
  const findings = current.case.captures.flatMap((capture) => capture.material.findings ?? []);
  const detail = findings.find((each) => each.kind === "id-card-read")?.detail ?? {};
  const read = { "customer-name": detail.name, "id-number": detail.number };
  return Object.fromEntries(Object.entries(read).filter((each): each is [string, string] => Boolean(each[1])));
}
