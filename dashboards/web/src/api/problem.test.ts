import { beforeEach, describe, expect, it } from "vitest";

import { speak } from "@/words";
import { Problem, sentence } from "./problem";

beforeEach(() => speak("en"));

describe("a refusal in words", () => {
  it("is ours for its code, not the program's", () => {
    expect(sentence(new Problem(409, "stale_offer", "this offer is not yours"))).not.toBe("this offer is not yours");
  });

  it("is another one when it is about somebody else", () => {
    const about = (field: string | null): string => sentence(new Problem(409, "not_on_duty", "", field));
    expect(about("to")).not.toBe(about(null));
  });

  it("is the program's where we have none", () => {
    expect(sentence(new Problem(409, "brand_new", "Something new."))).toBe("Something new.");
  });
});
