import { beforeAll, describe, expect, it } from "vitest";

import { speak } from "@/words";
import { checkedFields, findingWords, isInOrder, notChecked, type Finding } from "./findings";

beforeAll(() => speak("en"));
const APPLICATION = { "customer-name": "Wang Xiaoyang", "id-number": "110105198001019987", phone: "138" };
const found = (kind: string, detail: Finding["detail"] = {}): Finding => ({ kind, says: `the machine's ${kind}`, detail });
const DIFFERS = found("fields-disagree", { field: "number", read: "310115195506019960", application: "110105198001019987" });
const verdicts = (findings: Finding[], material = "id-card-front") =>
  checkedFields(material, findings, APPLICATION).map(({ field, verdict }) => [field, verdict]);

describe("application beside card", () => {
  it("is the same unless the machine says otherwise", () => {
    expect(verdicts([])).toEqual([["id-number", "same"], ["customer-name", "same"]]);
    expect(verdicts([DIFFERS])).toEqual([["id-number", "differs"], ["customer-name", "same"]]);
    expect(verdicts([found("field-doubtful", { field: "name", read: "王小祥" })])[1]).toEqual(["customer-name", "doubtful"]);
    expect(verdicts([found("field-missing", { field: "name" })])[1]).toEqual(["customer-name", "not-read"]);
  });

  it("is not claimed of a paper that was not read, or is no card", () => {
    for (const kind of ["no-document", "other-document", "not-looked-at"]) expect(verdicts([found(kind)])).toEqual([]);
    expect(verdicts([], "application-form")).toEqual([]);
  });

  it("is not said twice", () => {
    const findings = [DIFFERS, found("page-found", { how: "contour" })];
    const checked = checkedFields("id-card-front", findings, APPLICATION);
    expect(notChecked(findings, checked).map(({ kind }) => kind)).toEqual(["page-found"]);
  });
});

describe("a remark", () => {
  it("is in our words, with the facts in words too", () => {
    expect(findingWords(found("page-found", { how: "contour" }))).toBe("The page was found by its outline and laid flat.");
    expect(findingWords(found("face-quality", { picture: "customer", faults: "blurred, too-dark" })))
      .toBe("Customer's photograph: the face is blurred, the face is too dark.");
  });

  it("is the machine's own sentence where we have none", () => {
    expect(findingWords(found("brand-new"))).toBe("the machine's brand-new");
  });

  it("masks an identity number that is not being checked", () => {
    expect(findingWords(DIFFERS, false)).not.toContain("310115195506019960");
  });

  it("asks for a look, or does not", () => {
    expect(isInOrder(found("signed"))).toBe(true);
    expect(isInOrder(DIFFERS)).toBe(false);
    expect(isInOrder(found("face-quality", { faults: "" }))).toBe(true);
  });
});
