// Asks the program that served the page. An answer that says no is a `Problem` (RFC 9457).

const LONGEST_WAIT_MS = 40_000; // a long poll is answered within 25 s, a scan within 20 s

/** The program refused, or did not answer (`code` is then `no_answer`). */
export class Problem extends Error {
  constructor(status, code, detail, field = null) {
    super(detail);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

let aheadMs = 0;

/** Unix ms by the clock of the program that served the page: deadlines are counted by it. */
export const serverNow = () => Date.now() + aheadMs;

/** Ask; the answer's JSON, or null when it has none. Throws a Problem. */
export async function ask(method, path, { body, token } = {}) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(LONGEST_WAIT_MS),
      cache: "no-store",
    });
  } catch {
    throw new Problem(0, "no_answer", "");
  }
  keepTime(response.headers.get("Date"));
  const text = await response.text().catch(() => "");
  const told = text && response.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : null;
  if (response.ok) return told;
  throw new Problem(response.status, told?.code ?? "no_answer", readable(told?.detail), told?.field ?? null);
}

const readable = (detail) => (typeof detail === "string" ? detail : "");

// The header counts whole seconds; only a clock that is clearly off is corrected.
function keepTime(date) {
  const ahead = Date.parse(date ?? "") + 500 - Date.now();
  if (!Number.isNaN(ahead)) aheadMs = Math.abs(ahead) > 2_000 ? ahead : 0;
}
