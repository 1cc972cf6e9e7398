// Asks the program that served the page: one client for each of the two interfaces, typed by their documents.

import createClient, { type Client, type Middleware } from "openapi-fetch";

import { keepTime } from "@/shared/clock";
import type { paths as CounterPaths } from "./counter";
import type { paths as HubPaths } from "./hub";
import { Problem } from "./problem";

const LONGEST_WAIT_MS = 40_000; // a long poll is answered within 25 s, a scan within 20 s

const inTime: Middleware = {
  onRequest: ({ request }) =>
    new Request(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(LONGEST_WAIT_MS)]) }),
  onResponse: ({ response }) => keepTime(response.headers.get("Date")),
};

function client<Paths extends object>(): Client<Paths> {
  // Each request looks up `fetch` anew, so that a test may put its own in place. No answer is kept by a cache: it says so
  // itself. What a page's own HTML has asked for by then (`<link rel="preload">`) is taken from there, once.
  const made = createClient<Paths>({ baseUrl: location.origin, fetch: (request) => fetch(request) });
  made.use(inTime);
  return made;
}

export const hub = client<HubPaths>();
export const counter = client<CounterPaths>();

/** The answer's content. Throws a `Problem` when it says no, or when there is none. */
export async function taken<Content>(
  asked: Promise<{ data?: Content; error?: unknown; response: Response }>,
): Promise<Content> {
  let answer;
  try {
    answer = await asked;
  } catch {
    throw new Problem(0, "no_answer", "");
  }
  if (answer.response.ok) return answer.data as Content;
  const told = (typeof answer.error === "object" ? answer.error : null) as Record<string, unknown> | null;
  const text = (name: string): string | null => (typeof told?.[name] === "string" ? told[name] : null);
  throw new Problem(answer.response.status, text("code") ?? "no_answer", text("detail") ?? "", text("field"));
}
