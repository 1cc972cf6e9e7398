// What the machine saw that a customer can do something about, and what went wrong, in words for them. Pure.

import { sentence, type Problem } from "@/api/problem";
import { knows, say } from "@/words";
import type { Capture } from "./api";

/** Remarks whose words for the staff do for the customer too. */
const SAME = new Set([
  "blurred", "glare", "edge-cut-off", "document-too-small", "form-cut-off", "form-outdated", "form-not-identified",
]);

export function remarksFor(capture: Capture): string[] {
  const words = (capture.material.findings ?? []).flatMap(({ kind }) => {
    const key = SAME.has(kind) ? `finding.${kind}` : `kiosk.finding.${kind}`;
    return knows(key) ? [say(key)] : [];
  });
  return [...new Set(words)];
}

export function wentWrong(problem: Problem): string {
  const key = `kiosk.problem.${problem.code}`;
  return knows(key) ? say(key) : sentence(problem);
}
