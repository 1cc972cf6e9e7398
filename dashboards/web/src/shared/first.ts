// Runs before the rest of the page's script is here, so that nobody waits for one thing after the other:
// asks what the page will ask first, and brings the words of the person's language.

import type { Language } from "@/words";

const LONGEST_WAIT_MS = 40_000;

/** The message file of a language. */
export const wordsIn = (language: Language) =>
  language === "en" ? import("@/words/en.json") : import("@/words/zh.json");

const asked = new Map<string, Promise<Response>>();

/** The answer that is on its way to a request's address, once: whoever asks again wants to know anew. */
export function askedFirst(request: Request): Promise<Response> | undefined {
  const answer = request.method === "GET" ? asked.get(request.url) : undefined;
  asked.delete(request.url);
  return answer;
}

for (const wanted of document.querySelectorAll<HTMLMetaElement>("meta[name=asks-first]")) {
  const url = new URL(wanted.content, location.origin).href;
  const answer = fetch(url, { cache: "no-store", signal: AbortSignal.timeout(LONGEST_WAIT_MS) });
  answer.catch(() => undefined); // whoever takes it hears of it
  asked.set(url, answer);
}
wordsIn(localStorage.getItem("tongban-language") === "en" ? "en" : "zh").catch(() => undefined);
