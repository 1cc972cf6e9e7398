import { describe, expect, it } from "vitest";

import { capture, filed, handled, NOON, procedure, state, stored, told } from "./fixtures";
import { handledAsk, mostUrgent, standing } from "./standing";

const REFUSAL = { code: "wrong_digest", says: "no", field: null } as const;
const both = [stored("application-form"), stored("id-card-front")];
const ask = (more: Parameters<typeof filed>[0], here = state()) => standing(here, filed(more), procedure()).ask;

describe("what a case filed here asks", () => {
  it("asks for its materials first, accepted or not", () => {
    expect(ask({})).toBe("collect");
    expect(ask({ told: [told("accepted")] })).toBe("collect");
  });

  it("waits to be accepted, then for the materials to arrive, then for the review", () => {
    expect(ask({ collected: true, captures: both })).toBe("accept");
    const accepted = { collected: true, told: [told("accepted")] };
    expect(ask({ ...accepted, captures: [capture("application-form"), stored("id-card-front")] })).toBe("sending");
    expect(ask({ ...accepted, captures: both })).toBe("review");
  });

  it("asks for a material again that the hub refused, or the handler wants anew", () => {
    const captures = [capture("application-form", { refusal: REFUSAL }), stored("id-card-front")];
    expect(ask({ collected: true, told: [told("accepted")], captures })).toBe("collect");
    const again = standing(state(), filed({
      told: [told("accepted"), told("recapture", { materials: ["id-card-front"] })], captures: both,
      wanted_again: ["id-card-front"],
    }), procedure());
    expect(again.ask).toBe("collect");
    expect(again.again).toEqual(["id-card-front"]);
  });

  it("has its result until it was seen", () => {
    expect(ask({ told: [told("accepted"), told("succeeded")], captures: both })).toBe("result");
    expect(ask({ told: [told("failed")], result_shown: true })).toBe("finished");
    expect(ask({ refusal: { code: "unknown_branch", says: "no", field: null } })).toBe("refused");
  });

  it("is at the hub once the outbox is empty, or news of it came", () => {
    expect(standing(state({ waiting_messages: 1 }), filed(), procedure()).sent).toBe(false);
    expect(standing(state(), filed(), procedure()).sent).toBe(true);
    expect(standing(state({ waiting_messages: 3 }), filed({ told: [told("waiting")] }), procedure()).sent).toBe(true);
  });
});

describe("what a case handled here asks", () => {
  const decision = { passed: true, reasons: [], materials: [], said_at: NOON, refusal: null };

  it("is a decision once all has come, until one was made here that the hub did not refuse", () => {
    expect(handledAsk(handled())).toBe("await-papers");
    expect(handledAsk(handled({ ready: true }))).toBe("decide");
    expect(handledAsk(handled({ ready: true, decision }))).toBe("decided");
    expect(handledAsk(handled({ ready: true, decision: { ...decision, refusal: REFUSAL } }))).toBe("decide");
    expect(handledAsk(handled({ ready: false, decision: { ...decision, passed: null } }))).toBe("await-papers");
  });
});

describe("what comes first", () => {
  const kinds = { "open-account": procedure() };

  it("is a decision, before a result, before collecting, before what only waits", () => {
    const waits = filed({ case: "north-w", collected: true, captures: both });
    const collects = filed({ case: "north-c" });
    const ended = filed({ case: "north-e", told: [told("failed")] });
    const cases = (here: Parameters<typeof state>[0]) => mostUrgent(state(here), kinds).case;
    expect(cases({ filed: [waits, collects, ended], handled: [handled({ ready: true })] })).toBe("north-2");
    expect(cases({ filed: [waits, collects, ended], handled: [handled()] })).toBe("north-e");
    expect(cases({ filed: [waits, collects] })).toBe("north-c");
    expect(cases({ filed: [waits] })).toBe("north-w");
  });

  it("is the home page when nothing is open", () => {
    expect(mostUrgent(state({ filed: [filed({ told: [told("failed")], result_shown: true })] }), kinds).view).toBe("home");
  });
});
