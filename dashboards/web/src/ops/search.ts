// What is looked for among all cases: the page's address says it, so that a search can be kept and sent.

import { numberIn } from "./order";

const DAY_MS = 24 * 3600 * 1000;

/** Since when a case was filed, as a person chooses it. */
export const SPANS = ["day", "week", "month", "all"] as const;
export type Span = (typeof SPANS)[number];
const LENGTH_MS: Record<Exclude<Span, "all">, number> = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS };

export type Query = Readonly<Record<string, string>>;

/** Since then (Unix ms; rounded down to a minute, so that the same search is the same question); null: ever. */
export function sinceOf(span: string | undefined, now: number): number | null {
  if (span === "all") return null;
  const length = LENGTH_MS[(SPANS.find((each) => each === span) ?? "week") as keyof typeof LENGTH_MS];
  return Math.floor((now - length) / 60_000) * 60_000;
}

/** What is asked of the hub for a search; what is not a number, a branch and so on is not asked. */
export function questionOf(query: Query, now: number): Record<string, string | number> {
  const number = numberIn(query.number ?? "");
  if (number !== null) return { number }; // a number says it all, whenever the case was filed
  const question: Record<string, string | number> = {};
  for (const name of ["branch", "person", "procedure", "phase", "result"]) {
    const wanted = query[name];
    if (wanted) question[name] = wanted;
  }
  const since = sinceOf(query.span, now);
  return since === null ? question : { ...question, filed_from: since };
}

/** Whether the number as typed could be no case's. */
export const isNoNumber = (typed: string): boolean => typed.trim() !== "" && numberIn(typed) === null;
