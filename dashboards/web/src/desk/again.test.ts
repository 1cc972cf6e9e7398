import { describe, expect, it } from "vitest";

import { paper, procedure, view } from "@/shared/staff/fixtures";
import { itemsOf, sentencesFor } from "./again";

const card = procedure({
  application_later: true,
  materials: {
    "id-card-front": { title: { zh: "zh: ID card", en: "ID card" }, required: true, stage: "collect" },
    signature: { title: { zh: "zh: signature", en: "Signature" }, required: false, stage: "sign" },
  } as never,
});
const at = (round: number) =>
  view("a", { round, materials: [paper("id-card-front", true), paper("signature", true)] });

describe("asking again", () => {
  it("offers the application only until the first review", () => {
    expect(itemsOf(at(0), card)).toEqual(["application", "id-card-front", "signature"]);
    expect(itemsOf(at(1), card)).toEqual(["signature", "id-card-front"]);
  });

  it("offers the sentences that fit what is wanted, each once", () => {
    expect(sentencesFor(["signature"])).toEqual(["desk.again.signature", "desk.again.interrupted"]);
    const both = sentencesFor(["id-card-front", "application-form"]);
    expect(both.filter((key) => key === "desk.again.dark")).toHaveLength(1);
  });
});
