// The case's materials as sheets to look at: what counts now, and what was captured before it.

import { isDrawn } from "@/shared/papers/drawn";
import { materialTitle } from "@/shared/staff/papers";
import type { Procedure, View } from "@/shared/staff/types";
import type { Sheet } from "@/shared/viewer/sheets";
import { timeOf } from "@/shared/writing";
import { say } from "@/words";

type Material = View["materials"][number];
type Version = Material["earlier"][number];

export const addressOf = (of: string, name: string, sha256: string): string =>
  `/api/cases/${of}/materials/${name}?sha256=${sha256}`;

/** A material's title for a reviewer: the procedure's own is written for the customer. */
export const titleIn = (name: string, procedure: Procedure | undefined): string =>
  name === "customer-photo" ? say("desk.photo") : materialTitle(name, procedure);

/** Pictures and PDFs; a drawn signature is no picture until it was drawn (`drawn` gives its address). */
export function sheetsOf(view: View, procedure: Procedure | undefined, drawn: (address: string) => string | null): Sheet[] {
  return view.materials.flatMap((material) => {
    const title = titleIn(material.name, procedure);
    const before = [...material.earlier].reverse().map((version) =>
      sheet(view.case, material.name, version, say("desk.papers.earlier", { title, time: timeOf(version.captured_at) }), drawn));
    return [sheet(view.case, material.name, material, title, drawn), ...before].filter((each) => each !== null);
  });
}

function sheet(
  of: string, name: string, version: Version, title: string, drawn: (address: string) => string | null,
): Sheet | null {
  const there = addressOf(of, name, version.sha256);
  const address = isDrawn(version.media_type) ? drawn(there) : there;
  if (address === null) return null;
  const mediaType = isDrawn(version.media_type) ? "image/svg+xml" : version.media_type;
  return { key: `${name} ${version.sha256}`, title, address, mediaType, capturedAt: version.captured_at };
}

/** With what each sheet is compared first: its earlier version, else what it is held against. */
export function besideOf(view: View): Record<string, string> {
  const latest = new Map(view.materials.map((material) => [material.name, material]));
  const against: Record<string, string> = {
    "customer-photo": "id-card-front", "id-card-front": "customer-photo",
    "application-form": "id-card-front", signature: "id-card-front",
  };
  const key = (name: string, version: Version): string => `${name} ${version.sha256}`;
  return Object.fromEntries(view.materials.flatMap((material) => {
    const before = material.earlier.at(-1);
    if (before) return [[key(material.name, material), key(material.name, before)], [key(material.name, before), key(material.name, material)]];
    const other = latest.get(against[material.name] ?? "");
    return other ? [[key(material.name, material), key(other.name, other)]] : [];
  }));
}
