import { afterEach, describe, expect, it } from "vitest";

import { sayIn, speak } from "@/words";
import { PREPARED, reasonFor } from "./reasons";

afterEach(() => speak("zh"));

describe("a reason", () => {
  it("that was prepared is read in the reader's language, whichever it was sent in", async () => {
    for (const spoken of ["en", "zh"] as const) {
      await speak(spoken);
      for (const key of PREPARED) {
        const wanted = { text: sayIn(spoken, key), language: spoken };
        expect([reasonFor(sayIn("zh", key)), reasonFor(sayIn("en", key))]).toEqual([wanted, wanted]);
      }
    }
  });

  it("in somebody's own words stays as they wrote it, and says in which language", () => {
    expect(reasonFor("请把 ID 放平")).toEqual({ text: "请把 ID 放平", language: "zh" });
    expect(reasonFor("Please lay it flat.")).toEqual({ text: "Please lay it flat.", language: "en" });
  });
});
