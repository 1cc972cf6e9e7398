// The words of the screens, in Chinese and English. No other module holds a word that people read.

const words = await (await fetch(new URL("words.json", import.meta.url))).json();
const KEPT = "tongban-language";

let current = localStorage.getItem(KEPT) === "en" ? "en" : "zh";
const listeners = [];
document.documentElement.lang = current;

/** The language now: `zh` or `en`. */
export const language = () => current;

/** The words of `key`, with `{name}` filled from `values`. */
export function say(key, values = {}) {
  const text = words[current][key] ?? key;
  const filled = text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
  // A Latin name stands apart from Chinese words, a Chinese one does not.
  return filled.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, "");
}

/** Whether there are words for `key`. */
export const knows = (key) => key in words[current];

/** A title that came as data in both languages. */
export const titled = (title) => title[current];

/** Change the language, here and at the next visit. */
export function speak(wanted) {
  current = wanted;
  localStorage.setItem(KEPT, wanted);
  document.documentElement.lang = wanted;
  for (const listener of listeners) listener();
}

/** Call `listener` after each change of language. */
export const onLanguage = (listener) => listeners.push(listener);
