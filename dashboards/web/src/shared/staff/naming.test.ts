import { beforeEach, describe, expect, it } from "vitest";

import { speak } from "@/words";
import { candidate, procedure, wang } from "./fixtures";
import { candidatesOf, colleaguesOf } from "./naming";

beforeEach(() => speak("en"));

describe("whom a case can be given to", () => {
  it("has the idle first, and those who cannot be chosen last, with why", () => {
    const people = colleaguesOf(
      [
        wang({ person: "off", on_duty: false }),
        wang({ person: "busy", assigned: 1, not_now: "busy" }),
        wang({ person: "unskilled", skills: ["cash"] }),
        wang({ person: "idle" }),
        wang({ person: "li" }),
        wang({ person: "zhao", role: "lobby_manager" }),
      ],
      "li",
      procedure(),
    );
    expect(people.map(({ person, cannot, note }) => [person, cannot, note])).toEqual([
      ["idle", null, null],
      ["busy", null, "Busy with another case"],
      ["off", "Not on duty", null],
      ["unskilled", "Not qualified for this business", null],
    ]);
    expect(people[1]?.load).toBe("Has 1 of 1");
  });

  it("tells a manager why the hub passed somebody over, where that still counts", () => {
    const people = candidatesOf([
      candidate({ person: "tried", passed_over: "did not take it", not_now: "busy" }),
      candidate({ person: "free-again", passed_over: "wrapping up" }),
      candidate({ person: "limited", cannot: "may handle no more than 5000000" }),
      candidate({ person: "handler", passed_over: "has the case already" }),
    ]);
    expect(people.map(({ person, cannot, note }) => [person, cannot, note])).toEqual([
      ["free-again", null, null],
      ["tried", null, "Did not take this case · Busy with another case"],
      ["limited", "The amount is above their limit (50000 yuan)", null],
      ["handler", "Has this case already", null],
    ]);
  });
});
