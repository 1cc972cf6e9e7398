// Which keys a field is written with: the machine has no keyboard but the one on its screen. Pure.

import type { Field } from "./api";

export type Keys = "digits" | "digits-x" | "letters";

/** A rule in which nothing but digits may stand, as far as it can be told from its letters. */
const ONLY_DIGITS = /^[\^$[\]{}(),+*?.\\d0-9X-]*$/;

export function keysOf(field: Field): Keys {
  if (!ONLY_DIGITS.test(field.pattern)) return "letters";
  return field.pattern.includes("X") ? "digits-x" : "digits";
}

export const ROWS: { readonly [keys in Keys]: readonly (readonly string[])[] } = {
  digits: [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"], ["", "0", "⌫"]],
  "digits-x": [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"], ["X", "0", "⌫"]],
  letters: [[..."QWERTYUIOP"], [..."ASDFGHJKL"], [..."ZXCVBNM", "⌫"], ["␣"]],
};

/** The text after a key was pressed. */
export function pressed(text: string, key: string): string {
  if (key === "⌫") return [...text].slice(0, -1).join("");
  if (key === "␣") return `${text} `;
  return text + key;
}
