// A machine's remarks on a material, in words; and what of the application it found on the paper. Pure.

import { masked } from "@/shared/writing";
import { knows, listed, say } from "@/words";

export interface Finding {
  kind: string;
  says: string;
  detail?: { [fact: string]: string };
}

/** Remarks that ask nothing of anybody. */
const IN_ORDER = new Set([
  "page-found", "code-read", "form-matches", "id-number-valid", "signed", "faces-alike", "id-card-read",
  "check-digit-right",
]);

export const isInOrder = (finding: Finding): boolean => IN_ORDER.has(finding.kind) || finding.detail?.faults === "";

/** Remarks that leave nothing to compare: the paper was not read at all. */
const NOT_READ = new Set(["no-document", "other-document", "not-an-image", "not-looked-at", "unusable-image"]);

/** A remark in words: ours for its kind, or the sentence that came with it; identity numbers in full if `whole`. */
export function findingWords(finding: Finding, whole = true): string {
  const key = `finding.${finding.kind}${finding.detail?.faults === "" ? ".fine" : ""}`;
  if (!knows(key)) return finding.says;
  const inWords = (name: string, value: string): string => {
    const word = `finding.${name}.${value}`;
    if (knows(word)) return say(word);
    return whole ? value : masked(value);
  };
  const facts = Object.entries(finding.detail ?? {}).map(([name, value]) => [
    name, name === "faults" ? listed(value.split(", ").map((each) => inWords(name, each))) : inWords(name, value),
  ]);
  return say(key, Object.fromEntries(facts));
}

/** The card's field for each of the application's. */
const ON_CARD: { [field: string]: string } = { "id-number": "number", "customer-name": "name" };
const COMPARED = new Set(["id-card-front"]);

export interface Checked {
  field: string;
  application: string;
  /** What was read on the card, where the machine said it. */
  read: string | null;
  verdict: "same" | "differs" | "doubtful" | "not-read";
}

/** The application's fields that stand on an identity card too, each with what the machine made out there. */
export function checkedFields(
  material: string,
  findings: readonly Finding[],
  application: { [field: string]: string },
): Checked[] {
  if (!COMPARED.has(material) || findings.some(({ kind }) => NOT_READ.has(kind))) return [];
  return Object.entries(ON_CARD)
    .filter(([field]) => application[field])
    .map(([field, onCard]) => {
      const about = findings.filter(({ detail }) => detail?.field === onCard);
      const said = (kind: string): Finding | undefined => about.find((each) => each.kind === kind);
      const disagrees = about.find((each) => each.kind === "fields-disagree" && each.detail?.application !== undefined);
      const doubtful = said("field-doubtful") ?? said("fields-disagree");
      const verdict = disagrees ? "differs" : said("field-missing") ? "not-read" : doubtful ? "doubtful" : "same";
      const read = (disagrees ?? doubtful)?.detail?.read ?? null;
      return { field, application: application[field] ?? "", read, verdict } satisfies Checked;
    });
}

/** The remarks that the comparison field by field does not say already. */
export const notChecked = (findings: readonly Finding[], checked: readonly Checked[]): Finding[] =>
  findings.filter(({ kind, detail }) => {
    const field = checked.find((each) => ON_CARD[each.field] === detail?.field);
    return !field || !["fields-disagree", "field-doubtful", "field-missing"].includes(kind);
  });
