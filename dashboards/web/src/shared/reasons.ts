// The sentences by which a reviewer says why, in both languages: whoever reads them reads their own. What a person wrote
// themselves stays as they wrote it.

import { language, sayIn, type Language, type WordKey } from "@/words";

export const PREPARED = [
  "desk.again.blurred", "desk.again.cut-off", "desk.again.dark", "desk.again.face", "desk.again.field",
  "desk.again.glare", "desk.again.interrupted", "desk.again.other", "desk.again.phone", "desk.again.signature",
  "desk.again.unsigned", "reason.disagree", "reason.person", "reason.signature", "reason.unclear",
] as const satisfies readonly WordKey[];
export type Prepared = (typeof PREPARED)[number];

const LANGUAGES: readonly Language[] = ["zh", "en"];

export interface Reason {
  text: string;
  /** The language it is written in. */
  language: Language;
}

/** A reason that came as a sentence, in the reader's language where that is known. */
export function reasonFor(sentence: string): Reason {
  const key = PREPARED.find((each) => LANGUAGES.some((spoken) => sayIn(spoken, each) === sentence));
  if (key) return { text: sayIn(language.value, key), language: language.value };
  return { text: sentence, language: /\p{Script=Han}/u.test(sentence) ? "zh" : "en" };
}
