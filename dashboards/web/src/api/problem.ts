// What a program answers when it says no (RFC 9457), or when it does not answer.

import { knows, say } from "@/words";

/** The program refused; or it did not answer, and `code` is `no_answer`. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly field: string | null = null,
  ) {
    super(detail);
  }
}

interface Said {
  code: string;
  field?: string | null | undefined;
  says?: string;
  message?: string;
}

/** What a Problem or a Refusal says: our words for its code, or the sentence that came with it. */
export function sentence(problem: Said): string {
  const named = `problem.${problem.code}.${problem.field}`; // the same rule, about another than oneself
  const key = knows(named) ? named : `problem.${problem.code}`;
  return knows(key) ? say(key) : problem.says || problem.message || say("problem.no_answer");
}

/** The Problem that this is, whatever was thrown. */
export const problemOf = (thrown: unknown): Problem =>
  thrown instanceof Problem ? thrown : new Problem(0, "no_answer", "");
