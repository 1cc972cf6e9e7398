import { describe, expect, it } from "vitest";

import { captureState } from "./capture";
import { capture, filed, kind, NOON, print, procedure, state, stored, told } from "./fixtures";
import { firstMove, nextRow, rowsOf } from "./materials";
import { standing } from "./standing";

function rows(more: Parameters<typeof filed>[0], here = state(), asked = procedure()) {
  const one = filed(more);
  return rowsOf(here, one, asked, standing(here, one, asked));
}
function next(more: Parameters<typeof filed>[0], here = state(), asked = procedure()) {
  const one = filed(more);
  return nextRow(rows(more, here, asked), standing(here, one, asked));
}

function move(...asked: Parameters<typeof next>): string | null {
  const row = next(...asked);
  return row && firstMove(row);
}

describe("the materials as rows", () => {
  it("stand in the procedure's order, copies after their first, and one more while there may be", () => {
    const names = (captured: string[]) => rows({ captures: captured.map(stored) }).map((row) => row.name);
    expect(names([])).toEqual(["application-form", "id-card-front", "attachment"]);
    expect(names(["attachment"])).toEqual(["application-form", "id-card-front", "attachment", "attachment-2"]);
    expect(names(["attachment", "attachment-2", "attachment-3"]).slice(2)).toEqual(["attachment", "attachment-2", "attachment-3"]);
  });

  it("ask for the printed form first: to print it, to wait for the printer, then to scan it", () => {
    expect([next({})?.name, move({})]).toEqual(["application-form", "print"]);
    expect(move({}, state({ prints: [print("held_up")] }))).toBe("printing");
    const printed = { material: "application-form", times: 1, printed_at: NOON, outdated: false };
    expect(move({ printed_forms: [printed] })).toBe("scan");
    expect(move({ printed_forms: [{ ...printed, outdated: true }] })).toBe("print");
    expect(move({}, state({ prints: [print("failed")] }))).toBe("print");
  });

  it("ask for what is wanted again, or was refused, before what is still missing", () => {
    const refused = capture("id-card-front", { refusal: { code: "wrong_digest", says: "no", field: null } });
    expect(next({ captures: [refused] })?.name).toBe("id-card-front");
    const again = { captures: [stored("application-form"), stored("id-card-front")], told: [told("recapture")] };
    expect(next({ ...again, wanted_again: ["application-form"] })?.name).toBe("application-form");
    expect(next(again)).toBeNull();
  });

  it("are signed on the pad where there is one", () => {
    const asked = procedure({ materials: { signature: kind({ signed_on: "pad" }) } });
    expect(move({}, state(), asked)).toBe("sign");
    expect(rows({}, state({ signature_pad: null }), asked)[0]?.how).toBe("no-pad");
  });
});

describe("how a capture stands", () => {
  it("differs between done, on its way, kept here and refused", () => {
    const of = (more: Parameters<typeof capture>[1], online = true, accepted = true) =>
      captureState(capture("a", more), online, accepted).words;
    const all = [of({ on_its_way: false }), of({}), of({}, true, false), of({}, false), of({ sent_bytes: 250 })];
    expect(new Set(all).size).toBe(5);
    expect(all[4]).toContain("25%");
  });
});
