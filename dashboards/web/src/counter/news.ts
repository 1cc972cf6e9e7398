// What the hub told of a case filed here, in a sentence; and how it differs from what is merely kept here. Pure.

import { timeOf } from "@/shared/writing";
import { listed, say } from "@/words";
import type { Filed, Told } from "./api";
import type { Standing } from "./standing";

export interface Line {
  tone: "done" | "waiting" | "needs" | "unknown";
  words: string;
}

/** Where the case stands with the hub, in one line; null where the page says it anyway. */
export function whereItStands(filed: Filed, at: Standing, online: boolean): Line | null {
  if (!at.sent) {
    return online
      ? { tone: "waiting", words: say("counter.stands.on-its-way") }
      : { tone: "needs", words: say("counter.stands.needs-link") };
  }
  const told = at.latest;
  if (told === null) {
    return { tone: "waiting", words: say("counter.stands.looking", { branch: filed.branch, since: timeOf(filed.filed_at) }) };
  }
  return lineOf(told, filed);
}

/** What a piece of news says. */
export function lineOf(told: Told, filed: Filed): Line {
  const handler = told.handler?.name ?? filed.branch;
  switch (told.news) {
    case "accepted":
      return { tone: "done", words: say("counter.stands.accepted", { handler }) };
    case "waiting":
      return { tone: "waiting", words: say("counter.stands.waiting", { handler, until: told.until ? timeOf(told.until) : "—" }) };
    case "declined":
      return {
        tone: told.rerouting === false ? "needs" : "waiting",
        words: say(told.rerouting === false ? "counter.stands.declined-closed" : "counter.stands.declined-on", {
          handler, why: listed(told.reasons ?? []) || say("counter.no-reason"),
        }),
      };
    case "recapture":
      return { tone: "needs", words: say("counter.stands.recapture", { handler }) };
    default:
      return { tone: told.news === "succeeded" ? "done" : "needs", words: say(`news.${told.news}`) };
  }
}
