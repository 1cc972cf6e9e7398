// Why the hub chose somebody, or passed them over: its reasons, in the person's words.

import { knows, say } from "@/words";

const PATTERNS: readonly [RegExp, string][] = [
  [/^lacks the skill (?<skill>\S+)$/, "because.lacks-skill"],
  [/^may handle no more than (?<limit>[0-9]+)$/, "because.limit"],
  [/^named by (?<by>\S+)$/, "because.named-by"],
  [/^passed on to (?<to>\S+)$/, "because.passed-on"],
];

/** The reason in words. `nameOf` gives a person's name for their number. */
export function because(reason: string, nameOf: (person: string) => string = (person) => person): string {
  for (const [pattern, key] of PATTERNS) {
    const found = pattern.exec(reason)?.groups;
    if (!found || !knows(key)) continue;
    const { skill = "", limit = "0", by = "", to = "" } = found;
    return say(key, { skill, limit: Number(limit) / 100, by: nameOf(by), to: nameOf(to) });
  }
  const key = `because.${reason.replace(/[^a-z]+/gi, "-").toLowerCase()}`;
  return knows(key) ? say(key) : reason;
}
