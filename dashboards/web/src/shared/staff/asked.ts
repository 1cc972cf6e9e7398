// What is asked of the person now: read off what the hub said last, and the time.

import { STAFF_ROLES, type Asking, type Line, type Me, type Procedure, type View } from "./types";

/** What the page shows first. The names are the page's `data-asks`. */
export type Asks =
  | "hub"
  | "elsewhere"
  | "login"
  | "not-staff"
  | "offer"
  | "assign"
  | "code"
  | "decide"
  | "reference"
  | "answer"
  | "working"
  | "promised"
  | "off-duty"
  | "break"
  | "no-counter"
  | "manager-ready"
  | "ready";

/** How one of my cases stands, as its card says it. */
export type Standing =
  | "promised"
  | "queued"
  | "collecting"
  | "recapturing"
  | "arriving"
  | "decide"
  | "second-sought"
  | "second-reviews"
  | "reference"
  | "core"
  | "machine";

export interface OpenOffer {
  line: Line;
  view: View;
  number: number;
  due: number;
}

type Views = Readonly<Record<string, View>>;
type Procedures = Readonly<Record<string, Procedure>>;

/** The offers that await my answer, the most urgent first; one whose time is over stays until the hub says so. */
export function openOffers(me: Me, views: Views): OpenOffer[] {
  return me.cases
    .flatMap((line) => {
      const view = views[line.case];
      const offer = view?.offer;
      if (!view || offer?.person !== me.person || offer.state !== "open" || offer.due === null) return [];
      return [{ line, view, number: offer.offer, due: offer.due }];
    })
    .sort((one, other) => one.due - other.due);
}

export const isOver = (offer: OpenOffer, now: number): boolean => offer.due <= now;

/** How many of the case's materials are at the counter where it is reviewed. */
export const arrived = (view: View): number => view.materials.filter((material) => material.shown).length;

/** How a case of mine stands; null when it is an offer that awaits my answer, or not mine any more. */
export function standing(view: View, me: Me, procedure: Procedure | undefined): Standing | null {
  const handles = view.handler === me.person;
  const seconds = view.second === me.person;
  if (!handles && !seconds) {
    const offer = view.offer;
    if (offer?.person !== me.person) return null;
    return offer.state === "waiting" ? "promised" : offer.state === "queued" ? "queued" : null;
  }
  switch (view.phase) {
    case "collecting":
      return view.wanted.length ? "recapturing" : "collecting";
    case "reviewing":
      return handles ? review(view) : null;
    case "confirming":
      if (seconds) return review(view);
      return view.second === null ? "second-sought" : "second-reviews";
    case "fulfilling":
      if (procedure?.fulfilment === "device") return "machine";
      return handles && procedure?.fulfilment === "manual" ? "reference" : "core";
    default:
      return null;
  }
}

const review = (view: View): Standing =>
  arrived(view) === view.materials.length ? "decide" : "arriving";

const URGENCY: readonly Standing[] = ["decide", "reference", "arriving", "recapturing", "collecting"];

export interface Situation {
  me: Me;
  views: Views;
  procedures: Procedures;
  asking: readonly Asking[];
  /** The code in the page's address: a counter's, where the person wants to sign in. */
  code: string | null;
}

/** My cases but the offers, those that wait for me first, then the oldest. */
export function myCases({ me, views, procedures }: Situation): { line: Line; view: View; stands: Standing }[] {
  return me.cases
    .flatMap((line) => {
      const view = views[line.case];
      const stands = view ? standing(view, me, procedures[line.procedure]) : null;
      return view && stands !== null ? [{ line, view, stands }] : [];
    })
    .sort((one, other) => urgency(one.stands) - urgency(other.stands) || one.line.filed_at - other.line.filed_at);
}

function urgency(stands: Standing): number {
  const place = URGENCY.indexOf(stands);
  return place < 0 ? URGENCY.length : place;
}

/** What is asked of the person first. */
export function asked(situation: Situation): Asks {
  const { me, views, asking, code } = situation;
  if (!STAFF_ROLES.includes(me.role)) return "not-staff";
  if (openOffers(me, views).length) return "offer";
  if (code !== null) return "code";
  if (asking.length) return "assign";
  const stands = myCases(situation).map((mine) => mine.stands);
  if (stands.includes("decide")) return "decide";
  if (stands.includes("reference")) return "reference";
  if (me.unresponsive) return "answer";
  if (stands.some((each) => each !== "promised" && each !== "queued")) return "working";
  if (!me.on_duty) return "off-duty";
  if (me.on_break) return "break";
  if (stands.length) return "promised";
  if (me.role === "lobby_manager") return "manager-ready";
  return me.counter === null ? "no-counter" : "ready";
}
