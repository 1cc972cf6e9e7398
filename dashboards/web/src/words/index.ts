// The words of every screen, in Chinese and English. What a person reads is in the two message files and nowhere else.

import { computed } from "vue";
import { createI18n, type MessageContext } from "vue-i18n";

import { kept } from "@/shared/kept";

export type Language = "zh" | "en";
export type WordKey = keyof typeof import("./zh.json");
type Values = Record<string, string | number>;
type Words = Record<WordKey, string>;

// Both files have the same keys, or this does not compile.
const wordsIn = (language: Language): Promise<{ default: Words }> =>
  language === "en" ? import("./en.json") : import("./zh.json");

const spoken = kept<Language>("tongban-language", ["zh", "en"], "zh");

export const i18n = createI18n({
  legacy: false,
  locale: spoken.value,
  fallbackLocale: "zh",
  // The keys are flat. (`flatJson` would take the message files apart in place, under the feet of `knows`.)
  messageResolver: (words, key) => (words as Record<string, string>)[key] ?? null,
  // A message has no grammar but `{name}`: the library's own compiler would be half of what it weighs.
  messageCompiler: (message) => (context: MessageContext) =>
    String(message).replace(/\{([a-z]+)\}/g, (_, name: string) => String(context.named(name))),
  missingWarn: false,
  fallbackWarn: false,
  messages: { zh: {}, en: {} } as Record<Language, Partial<Words>>,
});
document.documentElement.lang = spoken.value === "zh" ? "zh-CN" : "en";

/** The language now. */
export const language = computed<Language>(() => spoken.value);

/** Bring the words of a language. Nothing is said in it before. */
export async function learn(wanted: Language): Promise<void> {
  const { default: words } = await wordsIn(wanted);
  i18n.global.setLocaleMessage(wanted, words);
}

/** Bring the words of the language now. */
export const learnSpoken = (): Promise<void> => learn(spoken.value);

/** Bring those of the other language too, so that it is there when it is asked for. */
export const learnOther = (): Promise<void> => learn(spoken.value === "zh" ? "en" : "zh");

/** Change the language, here and at the next visit. */
export async function speak(wanted: Language): Promise<void> {
  await learn(wanted);
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
export const knows = (key: string): key is WordKey =>
  key in i18n.global.getLocaleMessage(spoken.value);

/** A title that came as data in both languages. */
export const titled = (title: Record<Language, string>): string => title[spoken.value];

/** Phrases, or sentences without their full stops, in a row. */
export const listed = (items: readonly string[]): string =>
  items.map((item) => item.replace(/[.。]$/, "")).join(spoken.value === "zh" ? "、" : ", ");
