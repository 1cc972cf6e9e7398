// A recording as a strip of time: stretches, and gaps between them. Pure.

import type { components } from "@/api/hub";
import { say } from "@/words";

export type Manifest = components["schemas"]["ManifestView"];

export interface Piece {
  is: "stretch" | "gap";
  number: number;
  began: number;
  ended: number;
  /** Share of the whole time, 0 to 1. */
  from: number;
  share: number;
}

/** The pieces in their order, as shares of the time from the first picture to the last, or to the gap after it. */
export function piecesOf({ segments, gaps }: Pick<Manifest, "segments" | "gaps">): Piece[] {
  const [first, last] = [segments[0], segments.at(-1)];
  if (!first || !last) return [];
  const until = Math.max(last.ended_at, ...gaps.map((each) => each.ended_at));
  const length = Math.max(1, until - first.started_at);
  const piece = (is: Piece["is"], number: number, began: number, ended: number): Piece => ({
    is, number, began, ended, from: (began - first.started_at) / length, share: Math.max(0, ended - began) / length,
  });
  return [
    ...segments.map((each) => piece("stretch", each.number, each.started_at, each.ended_at)),
    ...gaps.map((each, place) => piece("gap", place + 1, each.began_at, each.ended_at)),
  ].sort((one, other) => one.began - other.began);
}

interface Said {
  tone: "done" | "waiting" | "needs";
  words: string;
}

/** Whether the chain holds, and whether there is a time of which there is nothing. */
export function chainOf(manifest: Manifest | null): Said {
  const [fault] = manifest?.faults ?? [];
  const gaps = manifest?.gaps.length ?? 0;
  if (fault) return { tone: "needs", words: say(`desk.recording.${fault.what}`, { number: fault.number }) };
  if (gaps) return { tone: "needs", words: say("desk.recording.gaps", { count: gaps }) };
  return { tone: "done", words: say("desk.recording.whole") };
}

/** What is known of its end: null while the case goes on. */
export function endOf(manifest: Manifest | null, caseEnded: boolean): Said | null {
  if (!manifest || !caseEnded) return null;
  const missing = manifest.missing;
  if (!missing) return { tone: "done", words: say("desk.recording.end.here") };
  return { tone: missing === "silent" ? "waiting" : "needs", words: say(`desk.recording.end.${missing}`) };
}

/** Whether the bytes are those that the manifest names. */
export async function areThose(content: ArrayBuffer, sha256: string): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}
