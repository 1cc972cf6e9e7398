import { describe, expect, it } from "vitest";

import { playing } from "./playing";

const refusal = (name: string): Error => Object.assign(new Error(name), { name });
function player(refuses: (muted: boolean) => string | null): { muted: boolean; play: () => Promise<void> } {
  const made = {
    muted: false,
    play: (): Promise<void> => {
      const name = refuses(made.muted);
      return name === null ? Promise.resolve() : Promise.reject(refusal(name));
    },
  };
  return made;
}

describe("what a person says", () => {
  it("is heard where the browser plays it", async () => {
    const video = player(() => null);
    expect([await playing(video), video.muted]).toEqual(["heard", false]);
  });

  it("is seen without sound where the browser refuses sound, and that is known", async () => {
    const video = player((muted) => (muted ? null : "NotAllowedError"));
    expect([await playing(video), video.muted]).toEqual(["silent", true]);
  });

  it("is known to be refused altogether", async () => {
    expect(await playing(player(() => "NotAllowedError"))).toBe("refused");
  });

  it("is not refused when another stream takes its place", async () => {
    const video = player(() => "AbortError");
    expect([await playing(video), video.muted]).toEqual(["heard", false]);
  });
});
