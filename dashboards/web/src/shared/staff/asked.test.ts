import { describe, expect, it } from "vitest";

import { arrived, asked, isOver, myCases, openOffers, standing, type Situation } from "./asked";
import { asking, li, line, NOW, offered, paper, procedure, view } from "./fixtures";

const situation = (told: Partial<Situation> = {}): Situation => ({
  me: li(), views: {}, procedures: { "open-account": procedure() }, asking: [], code: null, ...told,
});
const holds = (mine: ReturnType<typeof view>): Situation =>
  situation({ me: li({ cases: [line(mine.case)] }), views: { [mine.case]: mine } });

describe("offers", () => {
  it("come in the order in which they must be answered", () => {
    const me = li({ cases: [line("late"), line("soon")] });
    const offers = openOffers(me, { late: offered("late", NOW + 50_000), soon: offered("soon", NOW + 9_000) });
    expect(offers.map((offer) => offer.line.case)).toEqual(["soon", "late"]);
  });

  it("are not those that are queued, promised, or a colleague's", () => {
    const me = li({ cases: [line("queued"), line("promised"), line("wangs")] });
    const views = {
      queued: offered("queued", NOW, { state: "queued", due: null }),
      promised: offered("promised", NOW, { state: "waiting" }),
      wangs: offered("wangs", NOW, { person: "wang" }),
    };
    expect(openOffers(me, views)).toEqual([]);
  });

  it("are over when their time is, whatever the page still shows", () => {
    const [offer] = openOffers(li({ cases: [line("a")] }), { a: offered("a", NOW) });
    expect(offer && [isOver(offer, NOW - 1), isOver(offer, NOW)]).toEqual([false, true]);
  });
});

describe("how a case stands", () => {
  const mine = { handler: "li", phase: "reviewing" };

  it("waits for its materials until all are at my counter", () => {
    const some = view("a", { ...mine, materials: [paper("one", true), paper("two", false)] });
    expect([standing(some, li(), undefined), arrived(some)]).toEqual(["arriving", 1]);
    const all = view("a", { ...mine, materials: [paper("one", true), paper("two", true)] });
    expect(standing(all, li(), undefined)).toBe("decide");
  });

  it("is captured, or captured again", () => {
    expect(standing(view("a", { ...mine, phase: "collecting" }), li(), undefined)).toBe("collecting");
    expect(standing(view("a", { ...mine, phase: "collecting", wanted: ["one"] }), li(), undefined)).toBe("recapturing");
  });

  it("asks the second reviewer when the first has passed it", () => {
    const confirming = { phase: "confirming", materials: [paper("one", true)] };
    expect(standing(view("a", { ...confirming, handler: "li" }), li(), undefined)).toBe("second-sought");
    expect(standing(view("a", { ...confirming, handler: "li", second: "wang" }), li(), undefined)).toBe("second-reviews");
    expect(standing(view("a", { ...confirming, handler: "wang", second: "li" }), li(), undefined)).toBe("decide");
  });

  it("asks for the core's number only where it is done by hand", () => {
    const passed = view("a", { handler: "li", phase: "fulfilling" });
    expect(standing(passed, li(), procedure({ fulfilment: "manual" }))).toBe("reference");
    expect(standing(passed, li(), procedure({ fulfilment: "http" }))).toBe("core");
  });
});

describe("what is asked now", () => {
  it("is an offer before all else", () => {
    const me = li({ cases: [line("a"), line("b")] });
    const mine = view("b", { handler: "li", phase: "reviewing", materials: [paper("one", true)] });
    expect(asked(situation({ me, views: { a: offered("a", NOW), b: mine }, code: "123456" }))).toBe("offer");
  });

  it("is the code that the person came with, then what waits for them", () => {
    expect(asked(situation({ code: "123456", asking: [asking("a")] }))).toBe("code");
    expect(asked(situation({ asking: [asking("a")] }))).toBe("assign");
    expect(asked(holds(view("a", { handler: "li", phase: "reviewing", materials: [paper("one", true)] })))).toBe("decide");
    expect(asked(holds(view("a", { handler: "li", phase: "collecting" })))).toBe("working");
    expect(asked(holds(offered("a", NOW + 1, { state: "waiting" })))).toBe("promised");
  });

  it("is to say that one is here, after an offer that ran out", () => {
    expect(asked(situation({ me: li({ unresponsive: true }) }))).toBe("answer");
  });

  it.each([
    ["off-duty", li({ on_duty: false })],
    ["break", li({ on_break: true, counter: null })],
    ["no-counter", li({ counter: null })],
    ["ready", li()],
    ["manager-ready", li({ role: "lobby_manager", counter: null })],
    ["not-staff", li({ role: "auditor" })],
  ])("is %s", (asks, me) => {
    expect(asked(situation({ me }))).toBe(asks);
  });

  it("shows first what waits for me, then what has waited longest", () => {
    const me = li({ cases: [line("new"), line("old", { filed_at: NOW - 9 }), line("mine")] });
    const views = {
      new: view("new", { handler: "li", phase: "collecting" }),
      old: view("old", { handler: "li", phase: "collecting" }),
      mine: view("mine", { handler: "li", phase: "reviewing", materials: [paper("one", true)] }),
    };
    expect(myCases(situation({ me, views })).map((each) => each.line.case)).toEqual(["mine", "old", "new"]);
  });
});
