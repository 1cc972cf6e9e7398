// The words of every screen, in Chinese and English. What a person reads is in the two message files and nowhere else.

import { computed } from "vue";
import { createI18n } from "vue-i18n";

import { kept } from "@/shared/kept";
import english from "./en.json";
import chinese from "./zh.json";

export type Language = "zh" | "en";
export type WordKey = keyof typeof chinese;
type Values = Record<string, string | number>;

// Both files have the same keys, or this does not compile.
const messages: Record<Language, Record<WordKey, string>> = { zh: chinese, en: english };
const spoken = kept<Language>("tongban-language", ["zh", "en"], "zh");

export const i18n = createI18n({
  legacy: false,
  locale: spoken.value,
  fallbackLocale: "zh",
  // The keys are flat. (`flatJson` would take the message files apart in place, under the feet of `knows`.)
  messageResolver: (words, key) => (words as Record<string, string>)[key] ?? null,
  missingWarn: false,
  fallbackWarn: false,
  messages,
});
document.documentElement.lang = spoken.value === "zh" ? "zh-CN" : "en";

/** The language now. */
export const language = computed<Language>(() => spoken.value);

/** Change the language, here and at the next visit. */
export function speak(wanted: Language): void {
  spoken.value = wanted;
  i18n.global.locale.value = wanted;
  document.documentElement.lang = wanted === "zh" ? "zh-CN" : "en";
}

/** The words of `key`, with `{name}` filled from `values`. */
export function say(key: WordKey, values: Values = {}): string {
  // A Latin name stands apart from Chinese words, a Chinese one does not.
  return i18n.global.t(key, values).replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, "");
}

/** The words of `key` in a language that need not be the page's: what is turned to a customer speaks theirs. */
export const sayIn = (wanted: Language, key: WordKey, values: Values = {}): string =>
  i18n.global.t(key, values, { locale: wanted });

/** Whether there are words for a key that came as data, such as a refusal's code. */
export const knows = (key: string): key is WordKey => key in chinese;

/** A title that came as data in both languages. */
export const titled = (title: Record<Language, string>): string => title[spoken.value];

/** Phrases, or sentences without their full stops, in a row. */
export const listed = (items: readonly string[]): string =>
  items.map((item) => item.replace(/[.。]$/, "")).join(spoken.value === "zh" ? "、" : ", ");
