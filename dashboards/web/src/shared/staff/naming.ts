// Whom a case can be given to: everybody's load, who is idle, and why somebody cannot be chosen.

import { because } from "@/shared/because";
import { say } from "@/words";
import type { Candidate, Colleague, Procedure } from "./types";

export interface Nameable {
  person: string;
  name: string;
  idle: boolean;
  /** What they have, such as "1 / 1". */
  load: string;
  /** Why they cannot be chosen at all; null when they can. */
  cannot: string | null;
  /** What to know before choosing them: why they cannot take it at once. */
  note: string | null;
}

const NEVER = ["has the case already"];

/** The tellers a manager may choose from for one case: the idle first, those who cannot be chosen last. */
export function candidatesOf(candidates: readonly Candidate[]): Nameable[] {
  return ordered(
    candidates.filter(isTeller).map((each) => {
      const never = each.passed_over !== null && NEVER.includes(each.passed_over) ? each.passed_over : null;
      const cannot = each.cannot ?? never;
      // What the hub passed them over for may be past by now; that they did not take it is not.
      const tried = each.passed_over === "did not take it" ? each.passed_over : null;
      return nameable(each, cannot, each.not_now, tried);
    }),
  );
}

/** The colleagues to whom one passes a case of this procedure on; oneself is not among them. */
export function colleaguesOf(staff: readonly Colleague[], me: string, procedure: Procedure | undefined): Nameable[] {
  const others = staff.filter((each) => each.role === (procedure?.handled_by ?? "teller") && each.person !== me);
  return ordered(
    others.map((each) => {
      const skilled = !procedure || each.skills.includes(procedure.skill);
      const cannot = !each.on_duty ? "not on duty" : skilled ? null : `lacks the skill ${procedure.skill}`;
      return nameable(each, cannot, each.not_now, null);
    }),
  );
}

const isTeller = (each: Colleague): boolean => each.role === "teller";

function nameable(each: Colleague, cannot: string | null, notNow: string | null, tried: string | null): Nameable {
  const notes = [tried, notNow].filter((reason) => reason !== null).map((reason) => because(reason));
  return {
    person: each.person,
    name: each.name,
    idle: cannot === null && notNow === null,
    load: say("load", { has: each.assigned + each.offered, capacity: each.capacity }),
    cannot: cannot === null ? null : because(cannot),
    note: notes.length ? notes.join(" · ") : null,
  };
}

function ordered(people: Nameable[]): Nameable[] {
  const place = (each: Nameable): number => (each.cannot !== null ? 2 : each.idle ? 0 : 1);
  return people.sort((one, other) => place(one) - place(other));
}
