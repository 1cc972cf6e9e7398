// A line of a case's journal in words: what happened, who did it, and why this teller.

import { because } from "@/shared/because";
import { sizeOf, timeOf } from "@/shared/writing";
import { knows, listed, say, type WordKey } from "@/words";
import type { Entry } from "@/shared/staff/types";

export interface Names {
  person: (id: string) => string;
  procedure: (id: string) => string;
  material: (name: string) => string;
}

/** Why somebody was chosen, or nobody, and why each of the others was passed over. */
export interface Why {
  chosen: string | null;
  because: string;
  passedOver: readonly { person: string; because: string }[];
}

export interface Told {
  title: string;
  /** In people's own words, or the hub's: reasons and the like. */
  more: readonly string[];
  why: Why | null;
}

type Body = Record<string, unknown>;
const textOf = (body: Body, name: string): string => (typeof body[name] === "string" ? body[name] : "");
const textsOf = (body: Body, name: string): string[] =>
  Array.isArray(body[name]) ? body[name].filter((each) => typeof each === "string") : [];

const inWords = (key: string, otherwise: string): string => (knows(key) ? say(key) : otherwise);

/** Who did it: a device by its address, a person by name, or the hub itself. */
export function actorOf(actor: string, names: Names): string {
  const [kind = "", id = ""] = actor.split(/:(.*)/s);
  if (kind === "person") return names.person(id);
  if (kind === "device") return id;
  return actor === "hub" ? say("ops.actor.hub") : actor;
}

/** The entry in words. */
export function toldOf(entry: Entry, names: Names): Told {
  const body = entry.body as Body;
  const material = (body.material ?? {}) as Body;
  const rules = (body.rules ?? {}) as Body;
  const time = (name: string): string => (typeof body[name] === "number" ? timeOf(body[name]) : "—");
  const values = {
    person: names.person(textOf(body, "person")),
    by: byInWords(textOf(body, "by"), names),
    branch: textOf(body, "branch"),
    origin: textOf(body, "origin"),
    counter: textOf(body, "counter"),
    offer: typeof body.offer === "number" ? body.offer : "",
    procedure: names.procedure(textOf(rules, "procedure")),
    managers: listed(textsOf(body, "managers").map(names.person)),
    deadline: time("deadline"),
    until: time("until"),
    material: names.material(textOf(material, "name") || textOf(body, "name")),
    materials: listed(textsOf(body, "materials").map(names.material)),
    size: typeof material.size_bytes === "number" ? sizeOf(material.size_bytes) : "",
    result: inWords(`news.${textOf(body, "result")}`, textOf(body, "result")),
    reference: textOf(body, "reference"),
    pages: textsOf(body, "evidence").length,
    place: typeof body.place === "number" ? body.place : "",
  };
  const key = keyOf(entry.kind, body);
  return {
    title: key === null ? entry.kind : say(key, values),
    more: moreOf(body, names),
    why: whyOf(body, names),
  };
}

function keyOf(kind: string, body: Body): WordKey | null {
  const variants = [
    ...(kind === "OfferMade" ? [body.deadline === null ? "queued" : "", textOf(body, "purpose")] : []),
    ...(kind === "OfferAccepted" ? [textOf(body, "counter").includes("/desk:") ? "desk" : "", textOf(body, "purpose")] : []),
    ...(kind === "CameraChanged" && body.fault ? ["fault"] : []),
    ...(kind === "ConsentRecorded" ? [consentOf(body)] : []),
    ...(kind === "OfferDeclined" ? [body.rerouting === false ? "end" : ""] : []),
    ...(kind === "ReviewDecided" ? [body.passed === true ? "passed" : "failed"] : []),
    ...(kind === "MaterialAdded" ? [body.material === undefined ? "hidden" : ""] : []),
    ...(kind === "FulfilmentDone" ? [body.reference === undefined ? "hidden" : ""] : []),
  ].filter(Boolean);
  const keys = [...variants.map((variant) => `ops.entry.${kind}.${variant}`), `ops.entry.${kind}`];
  return keys.find(knows) ?? null;
}

function consentOf(body: Body): string {
  const given = (body.consent as Body | undefined)?.given;
  return given === undefined ? "" : given === true ? "given" : "refused";
}

function byInWords(by: string, names: Names): string {
  if (by === "router" || by === "overflow") return say(`ops.by.${by}`);
  return by && say("ops.by.person", { name: names.person(by) });
}

function moreOf(body: Body, names: Names): string[] {
  const said = [textOf(body, "reason"), ...textsOf(body, "reasons")].filter(Boolean).map((each) => say("ops.said", { each }));
  const hub = textOf(body, "because");
  return hub ? [because(hub, names.person), ...said] : said;
}

function whyOf(body: Body, names: Names): Why | null {
  const choice = body.choice as { chosen: string | null; because: string; passed_over: Body[] } | undefined;
  if (!choice) return null;
  return {
    chosen: choice.chosen && names.person(choice.chosen),
    because: because(choice.because, names.person),
    passedOver: choice.passed_over.map((each) => ({
      person: names.person(textOf(each, "person")),
      because: because(textOf(each, "because"), names.person),
    })),
  };
}
