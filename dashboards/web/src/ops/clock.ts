// The clock of a case in flight, in words: what is waited for, since when, and until when.

import { lasting, remaining, timeOf } from "@/shared/writing";
import { say } from "@/words";
import { LONG_WAIT_MS } from "./need";
import type { Flight } from "./types";

/** A review that takes longer than that is worth a look. */
export const LONG_REVIEW_MS = 30 * 60_000;

export interface CaseClock {
  /** `needs`: somebody should look; `waiting`: nobody handles it; `done`: somebody is at work on it. */
  tone: "needs" | "waiting" | "done";
  says: string;
  /** How long the customer has waited, or the phase has lasted (ms). */
  lasted: number;
}

/** The clock of a case at `now`; `nameOf` gives a person's name for their id. */
export function clockOf(flight: Flight, now: number, nameOf: (person: string) => string): CaseClock {
  const name = nameOf(flight.offered_to ?? "");
  const { offer, promise, manager } = flight.clock;
  const since = flight.waiting_since ?? flight.since;
  const lasted = Math.max(0, now - since);
  const waiting = (says: string, due: number | null | undefined): CaseClock => {
    const late = due !== null && due !== undefined && due < now;
    return { tone: late || lasted >= LONG_WAIT_MS ? "needs" : "waiting", says, lasted };
  };
  const working = (says: string): CaseClock => ({ tone: lasted >= LONG_REVIEW_MS ? "needs" : "done", says, lasted });

  switch (flight.phase) {
    case "offered":
      if (offer == null) return waiting(say("ops.clock.queued", { name }), null);
      return waiting(until("ops.clock.offer", offer, now, { name }), offer);
    case "waiting":
      return waiting(until("ops.clock.promise", promise ?? now, now, { name }), promise);
    case "awaiting_manager":
      return waiting(until("ops.clock.manager", manager ?? now, now, {}), manager);
    case "routing":
      if (manager == null) return waiting(say("ops.clock.nobody"), null);
      return waiting(until("ops.clock.patience", manager, now, {}), manager);
    case "confirming":
      if (flight.second) return working(say("ops.clock.second", { name: nameOf(flight.second) }));
      if (flight.offered_to && offer != null) return working(until("ops.clock.offer", offer, now, { name }));
      return working(say("ops.clock.second-sought"));
    case "collecting":
      return working(say("ops.clock.collecting", { time: lasting(lasted) }));
    case "reviewing":
      return working(say("ops.clock.reviewing", { name: nameOf(flight.handler ?? ""), time: lasting(lasted) }));
    case "fulfilling":
      return working(say("ops.clock.fulfilling", { time: lasting(lasted) }));
    default:
      return working(flight.phase);
  }
}

/** In which order cases need somebody: who waits too long, whose work takes too long, who waits, and the others. */
export function needOfFlight(flight: Flight, now: number, nameOf: (person: string) => string): number {
  const { tone, lasted } = clockOf(flight, now, nameOf);
  const handled = flight.waiting_since === null ? 1 : 0;
  return (tone === "needs" ? handled : 2 + handled) * 1e12 - lasted;
}

/** What is due at a time: how much of it is left, or that it has passed. */
function until(
  key: "ops.clock.offer" | "ops.clock.promise" | "ops.clock.manager" | "ops.clock.patience",
  due: number,
  now: number,
  values: Record<string, string>,
): string {
  const left = due > now ? say("ops.clock.left", { left: remaining(due - now) }) : say("ops.clock.passed");
  return say("ops.clock.until", { what: say(key, { ...values, time: timeOf(due) }), left });
}
