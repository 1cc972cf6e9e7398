import { describe, expect, it } from "vitest";

import { timeOf } from "@/shared/writing";
import { speak } from "@/words";
import { actorOf, toldOf, type Names } from "./entries";
import { anEntry, MINUTE, NOON } from "@/ops/fixtures";

await speak("en");
const names: Names = {
  person: (id) => ({ li: "Li Ming", wang: "Wang Fang", zhao: "Zhao Min" })[id] ?? id,
  procedure: () => "Open an account",
  material: (name) => (name === "application-form" ? "Application form" : name),
};

describe("a line of a timeline", () => {
  it("says why this teller, and why each of the others was passed over", () => {
    const choice = {
      chosen: "li",
      because: "idle longest",
      passed_over: [
        { person: "wang", because: "on a break" },
        { person: "zhao", because: "not a teller" },
      ],
    };
    const body = { offer: 1, purpose: "handle", person: "li", by: "router", choice, deadline: NOON + MINUTE };
    const told = toldOf(anEntry("OfferMade", body), names);
    expect(told.title).toBe(`Offer 1 to Li Ming (chosen by the hub), to be answered by ${timeOf(NOON + MINUTE)}`);
    expect(told.why).toEqual({
      chosen: "Li Ming",
      because: "Idle longest",
      passedOver: [
        { person: "Wang Fang", because: "On a break" },
        { person: "Zhao Min", because: "Not a teller" },
      ],
    });
  });

  it("tells a queued offer and one that a manager made apart", () => {
    const body = { offer: 2, purpose: "handle", person: "li", by: "zhao", choice: null, deadline: null };
    const told = toldOf(anEntry("OfferMade", body), names);
    expect(told.title).toBe("Offer 2 to Li Ming (named by Zhao Min), once their hands are free");
    expect(told.why).toBeNull();
  });

  it("gives people's own words when they are told, and stays whole when they are not", () => {
    const said = anEntry("OfferDeclined", { person: "li", reason: "Too far.", rerouting: true });
    expect(toldOf(said, names).more).toEqual(["“Too far.”"]);
    expect(toldOf(anEntry("OfferDeclined", { person: "li", rerouting: false }), names)).toMatchObject({
      title: "Li Ming declined",
      more: [],
    });
    expect(toldOf(anEntry("MaterialAdded", {}), names).title).toBe("A material was received");
  });

  it("of a kind that is not known is shown as it came", () => {
    expect(toldOf(anEntry("CaseForgotten", {}), names).title).toBe("CaseForgotten");
  });

  it("names who did it", () => {
    expect(actorOf("person:li", names)).toBe("Li Ming");
    expect(actorOf("device:north/b1/counter-1", names)).toBe("north/b1/counter-1");
    expect(actorOf("hub", names)).toBe("Hub");
  });
});
