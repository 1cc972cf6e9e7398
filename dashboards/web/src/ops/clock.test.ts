import { describe, expect, it } from "vitest";

import { timeOf } from "@/shared/writing";
import { speak } from "@/words";
import { clockOf, LONG_REVIEW_MS, needOfFlight } from "./clock";
import { aFlight, MINUTE, NOON } from "./fixtures";

await speak("en");
const name = (person: string): string => ({ li: "Li Ming", wang: "Wang Fang" })[person] ?? person;
const says = (flight: ReturnType<typeof aFlight>, now: number): string => clockOf(flight, now, name).says;

describe("the clock of a case", () => {
  it("counts an offer down, and says when its time is over", () => {
    const due = timeOf(NOON + MINUTE);
    expect(says(aFlight(), NOON + 18_000)).toBe(`Li Ming to answer by ${due} · 0:42 left`);
    expect(clockOf(aFlight(), NOON + 2 * MINUTE, name)).toMatchObject({
      tone: "needs",
      says: `Li Ming to answer by ${due} · time is over`,
    });
  });

  it("has no deadline for an offer that is queued", () => {
    expect(says(aFlight({ clock: {} }), NOON)).toBe("Until Li Ming comes free");
  });

  it("says until when a promise holds, and a manager is asked", () => {
    const later = timeOf(NOON + 5 * MINUTE);
    const promised = aFlight({ phase: "waiting", clock: { promise: NOON + 5 * MINUTE } });
    expect(says(promised, NOON)).toBe(`Li Ming promised it for ${later} · 5:00 left`);
    const asking = aFlight({ phase: "awaiting_manager", offered_to: null, clock: { manager: NOON + 5 * MINUTE } });
    expect(says(asking, NOON)).toBe(`Managers to name a teller by ${later} · 5:00 left`);
  });

  it("counts the wait from when the customer began to wait, not from the last change", () => {
    const again = aFlight({ since: NOON + 9 * MINUTE, clock: { offer: NOON + 11 * MINUTE } });
    expect(clockOf(again, NOON + 10 * MINUTE, name)).toMatchObject({ tone: "needs", lasted: 10 * MINUTE });
  });

  it("counts a review from its own beginning, and asks for a look when it takes long", () => {
    const review = aFlight({ phase: "reviewing", offered_to: null, handler: "wang", waiting_since: null, clock: {} });
    expect(clockOf(review, NOON + 3 * MINUTE, name)).toMatchObject({ tone: "done", says: "Wang Fang is reviewing" });
    expect(clockOf(review, NOON + LONG_REVIEW_MS, name).tone).toBe("needs");
  });

  it("shows a phase that is not known as it came", () => {
    expect(says(aFlight({ phase: "dreaming" }), NOON)).toBe("dreaming");
  });

  it("puts who waits too long before work that takes too long, and both before the rest", () => {
    const working = { offered_to: null, handler: "li", waiting_since: null, clock: {} };
    const flights = [
      aFlight({ case: "working", phase: "reviewing", ...working, since: NOON + 39 * MINUTE }),
      aFlight({ case: "new", waiting_since: NOON + 39 * MINUTE, clock: {} }),
      aFlight({ case: "slow", phase: "reviewing", ...working }),
      aFlight({ case: "late", waiting_since: NOON + 30 * MINUTE }),
    ];
    const need = (flight: (typeof flights)[number]): number => needOfFlight(flight, NOON + 40 * MINUTE, name);
    const order = flights.sort((one, other) => need(one) - need(other)).map((flight) => flight.case);
    expect(order).toEqual(["late", "slow", "new", "working"]);
  });
});
