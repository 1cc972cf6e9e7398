import { beforeAll, describe, expect, it } from "vitest";

import { speak } from "@/words";
import { capture, filed, NOON, procedure, state, stored, told } from "./fixtures";
import { whereItStands } from "./news";
import { standing } from "./standing";
import { stepsOf } from "./steps";

beforeAll(() => speak("en"));
const both = [stored("application-form"), stored("id-card-front")];

function signs(more: Parameters<typeof filed>[0], online = true, here = state()): string[] {
  const one = filed(more);
  return stepsOf(one, standing(here, one, procedure()), online).map((step) => step.sign);
}
function stands(more: Parameters<typeof filed>[0], online = true, here = state()) {
  const one = filed(more);
  return whereItStands(one, standing(here, one, procedure()), online);
}

describe("a case as steps", () => {
  it("goes through filing, acceptance, collecting, review and result", () => {
    expect(signs({})).toEqual(["done", "waiting", "needs", "later", "later"]);
    expect(signs({ told: [told("accepted")] })).toEqual(["done", "done", "needs", "later", "later"]);
    expect(signs({ told: [told("accepted")], collected: true, captures: both }))
      .toEqual(["done", "done", "done", "waiting", "later"]);
    expect(signs({ told: [told("accepted"), told("succeeded")], collected: true, captures: both }))
      .toEqual(["done", "done", "done", "done", "needs"]);
  });

  it("shows what was done offline as waiting, not as done", () => {
    const offline = state({ connected: false, waiting_messages: 1, waiting_since: NOON });
    expect(signs({ collected: true, captures: [capture("application-form"), capture("id-card-front")] }, false, offline))
      .toEqual(["waiting", "later", "waiting", "later", "later"]);
  });

  it("does not call a case reviewed that was taken back", () => {
    expect(signs({ told: [told("accepted"), told("cancelled")], captures: both })[3]).toBe("later");
  });
});

describe("where it stands, in words", () => {
  it("tells apart what is kept here, on its way, and being looked for", () => {
    const waits = state({ waiting_messages: 1 });
    expect(stands({}, false, waits)?.words).toBe("Kept at this counter, not filed yet: needs the link");
    expect(stands({}, true, waits)?.tone).toBe("waiting");
    expect(stands({})?.words).toContain("looking for someone since");
  });

  it("says whether the hub goes on after a decline, and why it was declined", () => {
    expect(stands({ told: [told("declined", { rerouting: true, reasons: ["Busy."] })] })?.words)
      .toBe("Li declined (Busy); the hub is asking someone else");
    expect(stands({ told: [told("declined", { rerouting: false })] })?.tone).toBe("needs");
  });

  it("says until when somebody promised", () => {
    expect(stands({ told: [told("waiting", { until: NOON })] })?.words).toMatch(/until .*:00 at the latest/);
  });
});
