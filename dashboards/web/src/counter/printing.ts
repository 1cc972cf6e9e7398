// How far a document is on its way to paper, in words. Pure.

import { knows, say } from "@/words";
import type { Print } from "./api";
import { peripheralName } from "./trouble";

export interface PrintWords {
  words: string;
  /** Somebody must do something about it. */
  bad: boolean;
}

export const isUnderWay = (print: Print): boolean => ["queued", "printing", "held_up"].includes(print.state);

/** What is said of a print: what the printer wants, where it wants something. */
export function printWords(print: Print): PrintWords {
  const bad = print.state === "held_up" || print.state === "failed";
  const key = `condition.${print.condition}`;
  if (bad && knows(key)) return { words: say(key, { name: peripheralName("printer") }), bad };
  return { words: say(`print.state.${print.state}`), bad };
}
