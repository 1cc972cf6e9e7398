// Materials by their titles.

import { titled } from "@/words";
import type { Procedure } from "./types";

/** A material's title; of those that may come several times, with its number. */
export function materialTitle(name: string, procedure: Procedure | undefined): string {
  const known = procedure?.materials[name];
  if (known) return titled(known.title);
  const [, stem = "", number = ""] = /^(.+)-([0-9]+)$/.exec(name) ?? [];
  const several = procedure?.materials[stem];
  return several ? `${titled(several.title)} ${number}` : name;
}
