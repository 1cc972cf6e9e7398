// What became of a case, in words: made of a change in the feed and the case's timeline.

import { knows, listed, say, type WordKey } from "@/words";
import { because } from "@/shared/because";
import type { Change } from "@/shared/feed";
import type { Entry, View } from "./types";

export interface News {
  case: string;
  at: number;
  tone: "done" | "waiting" | "needs" | "unknown";
  words: string;
}

type NameOf = (person: string) => string;
type Told = Omit<News, "case" | "at"> | null;

/** What the person should read of this change; null when the page says it already. */
export function newsOf(change: Change, view: View, me: string, procedure: string, nameOf: NameOf): News | null {
  const told = tell(change.change, view, me, { procedure }, nameOf);
  return told && { case: change.case, at: change.at, ...told };
}

function tell(change: string, view: View, me: string, about: { procedure: string }, nameOf: NameOf): Told {
  switch (change) {
    case "closed":
      return closed(view, about);
    case "transferred":
      return { tone: "done", words: say("news-of.transferred", { ...about, name: name(view.handler, nameOf) }) };
    case "lost":
      return { tone: "needs", words: say("news-of.lost", about) };
    case "answered":
      return given(view, me, about, nameOf);
    case "offer_ended":
      return offerEnded(view, me, about, nameOf);
    default:
      return null;
  }
}

function closed(view: View, about: { procedure: string }): Told {
  const reasons = listed(view.reasons);
  const words = say(`news-of.${view.result ?? "expired"}` as WordKey, about);
  const tone = view.result === "succeeded" ? "done" : "unknown";
  return { tone, words: reasons && view.result === "failed" ? say("news-of.why", { words, reasons }) : words };
}

/** A manager learns whom the case was given to, and by whom. */
function given(view: View, me: string, about: { procedure: string }, nameOf: NameOf): Told {
  const last = latest(view.timeline, ["OfferMade", "CaseMoved", "CaseClosed", "CaseQueued"]);
  if (last?.kind === "OfferMade") {
    const by = text(last, "by");
    const to = nameOf(text(last, "person"));
    if (by === me) return { tone: "waiting", words: say("news-of.named-by-me", { ...about, to }) };
    if (by === "router") return { tone: "done", words: say("news-of.named-by-hub", { ...about, to }) };
    if (by === "overflow") return { tone: "done", words: say("news-of.named-deputy", { ...about, to }) };
    return { tone: "waiting", words: say("news-of.named", { ...about, by: nameOf(by), to }) };
  }
  if (last?.kind === "CaseMoved") {
    return { tone: "waiting", words: say("news-of.moved", { ...about, branch: text(last, "branch") }) };
  }
  return last?.kind === "CaseClosed" ? { tone: "unknown", words: say("news-of.nobody", about) } : null;
}

/** An offer ended: mine, or the one with which I asked a colleague to take over. */
function offerEnded(view: View, me: string, about: { procedure: string }, nameOf: NameOf): Told {
  const last = latest(view.timeline, ["OfferDeclined", "OfferExpired", "OfferWithdrawn"]);
  if (!last) return null;
  const who = text(last, "person");
  const how = last.kind.replace("Offer", "").toLowerCase();
  if (who !== me) {
    if (view.handler !== me || last.kind === "OfferWithdrawn") return null;
    const said = { ...about, name: nameOf(who), reason: text(last, "reason") };
    return { tone: "needs", words: say(`news-of.transfer-${how}` as WordKey, said) };
  }
  const why = because(text(last, "because"), nameOf);
  const key = `news-of.offer-${how}`;
  return knows(key) ? { tone: how === "expired" ? "needs" : "unknown", words: say(key, { ...about, why }) } : null;
}

/** Whom a manager named before this one could, as a sentence; null when it cannot be told. */
export function whoWasNamed(view: View, me: string, procedure: string, nameOf: NameOf): string | null {
  const told = given(view, me, { procedure }, nameOf);
  return told && told.words;
}

function latest(timeline: readonly Entry[], kinds: readonly string[]): Entry | undefined {
  return timeline.filter((entry) => kinds.includes(entry.kind)).sort((one, other) => other.number - one.number)[0];
}

const text = (entry: Entry, name: string): string => {
  const value: unknown = entry.body[name];
  return typeof value === "string" ? value : "";
};

const name = (person: string | null, nameOf: NameOf): string => (person === null ? "—" : nameOf(person));
