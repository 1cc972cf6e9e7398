import { beforeEach, describe, expect, it } from "vitest";

import { speak } from "@/words";
import { entry, NOW, view } from "./fixtures";
import { newsOf, whoWasNamed } from "./news";

const NAMES: Record<string, string> = { li: "Li", wang: "Wang", zhao: "Zhao", qian: "Qian" };
const nameOf = (person: string): string => NAMES[person] ?? person;
const told = (change: string, seen: ReturnType<typeof view>, me = "li"): string | undefined =>
  newsOf({ number: 1, case: "a", change, at: NOW }, seen, me, "Open an account", nameOf)?.words;

beforeEach(() => speak("en"));

describe("what became of a case", () => {
  it("says that the offer's time ran out while nobody looked", () => {
    const seen = view("a", { timeline: [entry(3, "OfferExpired", { person: "li" }), entry(4, "OfferMade")] });
    expect(told("offer_ended", seen)).toBe("Open an account: the offer's time ran out without an answer from you.");
  });

  it("says why an offer was taken back", () => {
    const because = "the origin asked for someone else";
    const seen = view("a", { timeline: [entry(3, "OfferWithdrawn", { person: "li", because })] });
    expect(told("offer_ended", seen)).toBe(
      "Open an account: the offer was taken back (The counter that filed it asked for someone else).",
    );
  });

  it("tells the handler that a colleague did not take it over", () => {
    const declined = entry(5, "OfferDeclined", { person: "wang", reason: "Busy" });
    expect(told("offer_ended", view("a", { handler: "li", timeline: [declined] }))).toBe(
      "Open an account: Wang did not take it over (Busy); it is still yours.",
    );
  });

  it("tells the result with its reasons", () => {
    expect(told("closed", view("a", { result: "succeeded" }))).toBe("Open an account: done.");
    const failed = view("a", { result: "failed", reasons: ["The signature is missing."] });
    expect(told("closed", failed)).toBe("Open an account: not passed (The signature is missing).");
  });

  it("says nothing of what the page shows anyhow", () => {
    expect(told("material", view("a"))).toBeUndefined();
  });
});

describe("two managers at once", () => {
  const seen = view("a", {
    timeline: [entry(2, "ManagersAsked"), entry(3, "OfferMade", { by: "qian", person: "wang" })],
  });

  it("the one who is late reads whom the other has named", () => {
    expect(whoWasNamed(seen, "zhao", "Open an account", nameOf)).toBe("Open an account: Qian has named Wang.");
  });

  it("the other one reads that an answer is awaited", () => {
    expect(whoWasNamed(seen, "qian", "Open an account", nameOf)).toContain("you named Wang");
  });
});
