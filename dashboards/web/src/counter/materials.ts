// The materials of a case filed here, as rows: what is asked for, what of it is there, and how it is captured. Pure.

import { titled } from "@/words";
import type { Capture, Filed, MaterialKind, Print, Procedure, State } from "./api";
import { isUnderWay } from "./printing";
import type { Standing } from "./standing";

export interface Row {
  name: string;
  title: string;
  kind: MaterialKind | null;
  capture: Capture | null;
  /** `scan`: by a scanner or the camera; `sign`: on the pad, where this counter has one. */
  how: "scan" | "sign" | "no-pad";
  /** The handler asks for it again. */
  again: boolean;
  /** The form's way to paper, if it is one that is printed. */
  print: Print | null;
  printedAt: number | null;
  /** It was printed with other data than it would have now. */
  outdated: boolean;
}

/** A material's title, where `attachment-2` is the second attachment. */
export function materialTitle(procedure: Procedure | undefined, name: string): string {
  const known = procedure?.materials ?? {};
  if (known[name]) return titled(known[name].title);
  const [, stem = "", number = ""] = /^(.*)-([1-9][0-9]?)$/.exec(name) ?? [];
  return known[stem] ? `${titled(known[stem].title)} ${number}` : name;
}

/** Of a material that may come more than once, the next name, once the last was captured. */
function another(name: string, most: number, captured: ReadonlySet<string>): string | null {
  if (most < 2 || !captured.has(name)) return null;
  const names = Array.from({ length: most - 1 }, (_, index) => `${name}-${index + 2}`);
  return names.find((each) => !captured.has(each)) ?? null;
}

/** The rows, in the procedure's order; copies of one material follow it. */
export function rowsOf(state: State, filed: Filed, procedure: Procedure | undefined, at: Standing): Row[] {
  const captures = new Map(filed.captures.map((capture) => [capture.material.name, capture]));
  const captured = new Set(captures.keys());
  const names = Object.entries(procedure?.materials ?? {}).flatMap(([name, kind]) => {
    const copies = [...captured].filter((each) => each !== name && each.replace(/-[1-9][0-9]?$/, "") === name);
    const next = another(name, kind.most ?? 1, captured);
    return [name, ...copies, ...(next ? [next] : [])];
  });
  const others = [...captured].filter((name) => !names.includes(name));
  return [...names, ...others].map((name) => {
    const kind = procedure?.materials[name] ?? procedure?.materials[name.replace(/-[1-9][0-9]?$/, "")] ?? null;
    const printed = filed.printed_forms.findLast((each) => each.material === name);
    const current = filed.printed_forms.some((each) => each.material === name && !each.outdated);
    return {
      name,
      title: materialTitle(procedure, name),
      kind,
      capture: captures.get(name) ?? null,
      how: kind?.signed_on !== "pad" ? "scan" : state.signature_pad ? "sign" : "no-pad",
      again: at.again.includes(name),
      print: state.prints.find((each) => each.case === filed.case && each.material === name) ?? null,
      printedAt: printed?.printed_at ?? null,
      outdated: printed !== undefined && !current,
    } satisfies Row;
  });
}

/** The row that is asked for next: what was refused or is wanted again, then what is required and missing. */
export function nextRow(rows: readonly Row[], at: Standing): Row | null {
  return (
    rows.find((row) => row.again) ??
    rows.find((row) => row.capture?.refusal) ??
    rows.find((row) => at.missing.includes(row.name)) ??
    null
  );
}

/** What the next row asks first: to print the form, to have it signed and scanned, to sign, or to scan. */
export function firstMove(row: Row): "print" | "printing" | "scan" | "sign" {
  if (row.how === "sign") return "sign";
  if (!row.kind?.printed || row.capture) return "scan";
  if (row.print && isUnderWay(row.print)) return "printing";
  return row.printedAt === null || row.outdated ? "print" : "scan";
}
