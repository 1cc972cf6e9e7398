import { describe, expect, it } from "vitest";

import { addressOf, placeOf } from "./place";

describe("a place", () => {
  it.each([
    ["", { page: "branches", id: "", query: {} }],
    ["#/nowhere/at/all", { page: "branches", id: "", query: {} }],
    ["#/devices/north/b1/counter-1", { page: "devices", id: "north/b1/counter-1", query: {} }],
    ["#/search?person=li&span=all", { page: "search", id: "", query: { person: "li", span: "all" } }],
    ["#/cases/%E0%A4%A", { page: "cases", id: "%E0%A4%A", query: {} }],
  ])("is read from %j", (hash, place) => {
    expect(placeOf(hash)).toEqual(place);
  });

  it("comes back as it was written, without what is empty", () => {
    const address = addressOf("search", "", { branch: "north/b2", person: "", phase: null });
    expect(placeOf(address)).toEqual({ page: "search", id: "", query: { branch: "north/b2" } });
    expect(placeOf(addressOf("branches", "north/b2")).id).toBe("north/b2");
  });
});
