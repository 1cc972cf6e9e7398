import { describe, expect, it } from "vitest";

import { branchesUsed, emptyDraft, faults, furthest, judge, judgeBranch, requestOf, tidied } from "./filing";
import { ID_NUMBER, procedure } from "./fixtures";

const kinds = { "open-account": procedure() };
const field = ID_NUMBER;
const NAME = "\u738b\u5c0f\u6837";
const full = {
  branch: "north/b2", procedure: "open-account",
  values: { "customer-name": NAME, "id-number": "110105198001019987", phone: "" },
};

describe("a field", () => {
  it("keeps the procedure's rule as a whole", () => {
    expect(judge(field, "110105198001019987")).toBe("good");
    expect(judge(field, "1101051980010199871")).toBe("wrong");
    expect(judge(field, "")).toBe("missing");
    expect(judge({ ...field, required: false }, "")).toBe("empty");
  });

  it("is not money when it is not digits, whatever its own rule allows", () => {
    const any = { ...field, pattern: "^.*$" };
    expect(judge(any, "1e5", true)).toBe("wrong");
    expect(judge(any, "80000.50", true)).toBe("good");
  });

  it("is left to the agent when its rule cannot be read here", () => {
    expect(judge({ ...field, pattern: "(?i)x" }, "anything")).toBe("good");
  });
});

describe("a draft", () => {
  it("goes from business to application to looking over", () => {
    expect(furthest(emptyDraft(), kinds)).toBe("business");
    expect(furthest({ ...full, branch: "north" }, kinds)).toBe("business");
    expect(furthest({ ...full, values: {} }, kinds)).toBe("application");
    expect(furthest(full, kinds)).toBe("look-over");
    expect(faults({ ...full, values: { phone: "12" } }, procedure())).toEqual(["customer-name", "id-number", "phone"]);
  });

  it("is filed without its empty fields, and tidied", () => {
    const typed = { ...full, branch: " North/B2 ", values: { ...full.values, "id-number": " 11010519800101998x " } };
    expect(requestOf(tidied(typed), kinds)).toEqual({
      target: { region: "north", branch: "b2" }, procedure: "open-account",
      application: { "customer-name": NAME, "id-number": "11010519800101998X" },
    });
    expect(requestOf({ ...full, values: {} }, kinds)).toBeNull();
  });

  it("knows a branch by its shape, and offers those used before", () => {
    expect([judgeBranch(""), judgeBranch("b2"), judgeBranch("north/b2")]).toEqual(["missing", "wrong", "good"]);
    expect(branchesUsed([{ branch: "a/b" }, { branch: "a/c" }, { branch: "a/b" }])).toEqual(["a/b", "a/c"]);
  });
});
