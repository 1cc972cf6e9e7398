// What each key does at the desk. Nobody needs the mouse.

import type { WordKey } from "@/words";

/** The keys of what has a button of its own. */
export const KEY = { pass: "P", fail: "N", again: "A", "hand-over": "H", help: "?" } as const;

export const KEYS: readonly { keys: string; words: WordKey }[] = [
  { keys: "1 2 3 4", words: "desk.key.swap" },
  { keys: "Shift 1 – 4", words: "desk.key.whole" },
  { keys: "P", words: "desk.key.pass" },
  { keys: "N", words: "desk.key.fail" },
  { keys: "A", words: "desk.key.again" },
  { keys: "H", words: "desk.key.hand-over" },
  { keys: "T", words: "desk.key.talk" },
  { keys: "K", words: "desk.key.calls" },
  { keys: "V", words: "desk.key.papers" },
  { keys: "+ − 0 R C", words: "desk.key.viewer" },
  { keys: "Esc", words: "desk.key.back" },
  { keys: "?", words: "desk.key.help" },
];

/** Whether the key is meant for what has the focus, and not for the desk. */
export function isForTheField(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.closest("input, textarea, select, dialog, [contenteditable]") !== null;
}
