// Where a case stands, and what it asks of the person at this counter. Pure.

const RESULTS = ["succeeded", "failed", "cancelled", "expired"];

// What needs a person comes before what only has to be waited for.
const URGENCY = ["decide", "result", "refused", "collect", "await-papers", "sending", "review"];

/**
 * A case filed here: `ask` is one of refused, result, collect, sending, review, finished.
 * `sent`: the hub has the application; `missing`: required materials that have not been captured.
 */
export function standing(state, filed, procedure) {
  const result = filed.told.find((told) => RESULTS.includes(told.news)) ?? null;
  const accepted = filed.told.findLast((told) => told.news === "accepted") ?? null;
  const good = filed.captures.filter((capture) => !capture.refusal);
  const names = good.map((capture) => capture.material.name);
  const required = Object.entries(procedure?.materials ?? {}).filter(([, kind]) => kind.required);
  const missing = required.map(([name]) => name).filter((name) => !names.includes(name));
  const underWay = good.filter((capture) => capture.on_its_way).length;
  const refused = filed.captures.some((capture) => capture.refusal);
  return {
    result,
    accepted,
    latest: filed.told.at(-1) ?? null,
    // Of a case no news has come of yet, only an empty outbox tells that the hub has it.
    sent: filed.told.length > 0 || state.waiting_messages === 0,
    missing,
    wanted: required.length,
    underWay,
    ask: asked(),
  };

  function asked() {
    if (filed.result_shown) return "finished";
    if (filed.refusal) return "refused";
    if (result) return "result";
    if (!filed.collected || refused) return "collect";
    return underWay ? "sending" : "review";
  }
}

/** What a case handled here asks: `decide` once all papers have come. */
export const handledAsk = (handled) => (handled.ready ? "decide" : "await-papers");

/** What comes first now: `{view: "filed" | "handled" | "home", case}`. */
export function mostUrgent(state, procedures) {
  const asks = [
    ...state.handled.map((handled) => ({ view: "handled", case: handled.case, ask: handledAsk(handled) })),
    ...state.filed.map((filed) => ({
      view: "filed", case: filed.case, ask: standing(state, filed, procedures[filed.procedure]).ask,
    })),
  ].filter(({ ask }) => ask !== "finished");
  asks.sort((one, other) => URGENCY.indexOf(one.ask) - URGENCY.indexOf(other.ask));
  return asks[0] ?? { view: "home", case: null };
}
