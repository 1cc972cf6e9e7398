// Where a case stands, and what it asks of the person at this counter. Pure.

import type { Filed, Handled, Procedure, Procedures, State, Told } from "./api";

const RESULTS = ["succeeded", "failed", "cancelled", "expired"];

export type Ask = "refused" | "result" | "collect" | "accept" | "sending" | "review" | "finished";
export type HandledAsk = "decide" | "decided" | "await-papers";

export interface Standing {
  /** What is asked now: refused, result and collect are the person's to do; the others are only waited for. */
  ask: Ask;
  result: Told | null;
  accepted: Told | null;
  /** The latest that the hub told. */
  latest: Told | null;
  /** The hub has the application. */
  sent: boolean;
  /** Required, and not captured so that the hub would take it. */
  missing: string[];
  /** Asked for again by the handler, and not captured since. */
  again: string[];
  wanted: number;
  underWay: number;
}

/** Where a case filed here stands. */
export function standing(state: State, filed: Filed, procedure: Procedure | undefined): Standing {
  const told = (news: string[]): Told | null => filed.told.findLast((each) => news.includes(each.news)) ?? null;
  const result = told(RESULTS);
  const good = filed.captures.filter((capture) => !capture.refusal);
  const names = good.map((capture) => capture.material.name);
  const required = Object.entries(procedure?.materials ?? {}).filter(([, kind]) => kind.required);
  const refused = filed.captures.some((capture) => capture.refusal);
  const accepted = told(["accepted"]);
  const underWay = good.filter((capture) => capture.on_its_way).length;
  const asked = (): Ask => {
    if (filed.result_shown) return "finished";
    if (filed.refusal) return "refused";
    if (result) return "result";
    if (!filed.collected || refused) return "collect";
    if (!accepted) return "accept";
    return underWay ? "sending" : "review";
  };
  return {
    ask: asked(),
    result,
    accepted,
    latest: filed.told.at(-1) ?? null,
    // Of a case no news has come of yet, only an empty outbox tells that the hub has it.
    sent: filed.told.length > 0 || state.waiting_messages === 0,
    missing: required.map(([name]) => name).filter((name) => !names.includes(name)),
    again: [...filed.wanted_again],
    wanted: required.length,
    underWay,
  };
}

/** What a case handled here asks: `decide` once all has come, until it was decided on this screen. */
export function handledAsk(handled: Handled): HandledAsk {
  if (!handled.ready) return "await-papers";
  return handled.decision && !handled.decision.refusal ? "decided" : "decide";
}

export type Shown =
  | { view: "home" | "file" | "code"; case: null }
  | { view: "filed" | "handled"; case: string };

const URGENCY = ["decide", "result", "refused", "collect", "await-papers", "decided", "sending", "accept", "review"];

/** What comes first when the person has not opened anything: what needs them before what is waited for. */
export function mostUrgent(state: State, procedures: Procedures): Shown {
  const asks = [
    ...state.handled.map((each) => ({ view: "handled" as const, case: each.case, ask: handledAsk(each) as string })),
    ...state.filed.map((each) => ({
      view: "filed" as const,
      case: each.case,
      ask: standing(state, each, procedures[each.procedure]).ask as string,
    })),
  ].filter(({ ask }) => URGENCY.includes(ask));
  asks.sort((one, other) => URGENCY.indexOf(one.ask) - URGENCY.indexOf(other.ask));
  const first = asks[0];
  return first ? { view: first.view, case: first.case } : { view: "home", case: null };
}
