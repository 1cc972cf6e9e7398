// Filing a case: what is filled in so far, and whether it keeps the procedure's rules. Pure.

import type { Field, FileRequest, Procedure, Procedures } from "./api";

/** Identifiers as in device_profiles/contract/ids.py. */
const BRANCH = /^[a-z0-9][a-z0-9-]{0,62}\/[a-z0-9][a-z0-9-]{0,62}$/;
/** As `_AMOUNT` in device_profiles/profiles.py: whatever a field's pattern, nothing else is counted as money. */
const AMOUNT = /^[0-9]{1,15}(\.[0-9]{1,2})?$/;

export interface Draft {
  branch: string;
  procedure: string;
  values: { [field: string]: string };
}

export const emptyDraft = (): Draft => ({ branch: "", procedure: "", values: {} });

/** How a field stands: `missing` and `wrong` are said in words only once the person has left it. */
export type Verdict = "empty" | "missing" | "wrong" | "good";

export const isBranch = (text: string): boolean => BRANCH.test(text);

export const judgeBranch = (text: string): Verdict => (text === "" ? "missing" : isBranch(text) ? "good" : "wrong");

/** Whether the value keeps the field's rule. A rule that only the agent can read is left to it. */
export function judge(field: Field, value: string, isAmount = false): Verdict {
  if (value === "") return field.required ? "missing" : "empty";
  if (isAmount && !AMOUNT.test(value)) return "wrong";
  try {
    return new RegExp(`^(?:${field.pattern})$`, "u").test(value) ? "good" : "wrong";
  } catch {
    return "good";
  }
}

/** What was typed, without what a form would not have: spaces around it, an x for an X. */
export function tidy(text: string): string {
  const value = text.trim();
  return /^[0-9]{17}x$/.test(value) ? value.toUpperCase() : value;
}

export const tidyBranch = (text: string): string => text.trim().toLowerCase();

/** The draft as it would be filed. */
export const tidied = (draft: Draft): Draft => ({
  branch: tidyBranch(draft.branch),
  procedure: draft.procedure,
  values: Object.fromEntries(Object.entries(draft.values).map(([name, value]) => [name, tidy(value)])),
});

/** The fields that keep the case from being filed, in their order. */
export function faults(draft: Draft, procedure: Procedure): string[] {
  return Object.entries(procedure.fields)
    .filter(([name, field]) =>
      ["missing", "wrong"].includes(judge(field, draft.values[name] ?? "", procedure.amount?.field === name)))
    .map(([name]) => name);
}

export type FilingStep = "business" | "application" | "look-over";
export const FILING_STEPS: readonly FilingStep[] = ["business", "application", "look-over"];

/** How far the draft allows the person to go. */
export function furthest(draft: Draft, procedures: Procedures): FilingStep {
  const procedure = procedures[draft.procedure];
  if (!procedure || !isBranch(draft.branch)) return "business";
  return faults(draft, procedure).length ? "application" : "look-over";
}

/** The request's body; null while something is missing or wrong. */
export function requestOf(draft: Draft, procedures: Procedures): FileRequest | null {
  const procedure = procedures[draft.procedure];
  if (!procedure || furthest(draft, procedures) !== "look-over") return null;
  const [region = "", branch = ""] = draft.branch.split("/");
  const filled = Object.keys(procedure.fields).filter((name) => draft.values[name]);
  const application = Object.fromEntries(filled.map((name) => [name, draft.values[name] ?? ""]));
  return { target: { region, branch }, procedure: draft.procedure, application };
}

/** The branches that cases were filed for from here, the latest first. */
export const branchesUsed = (filed: readonly { branch: string }[]): string[] => [...new Set(filed.map((each) => each.branch))];
