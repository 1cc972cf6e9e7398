import { beforeAll, describe, expect, it } from "vitest";

import { NOW, view } from "@/shared/staff/fixtures";
import { speak } from "@/words";
import { whyNotPass } from "./cannot";

beforeAll(() => speak("en"));
const forbids = (code: string) => ({ code, says: "the hub's own sentence", field: null });
const recorded = { stretches: 3, began_at: NOW, ended_at: NOW + 30_000, came_at: NOW + 30_000, gaps: [], faulty: false, closed: false, missing: null };
const video = (told: Parameters<typeof view>[1]) =>
  whyNotPass(view("a", { phase: "reviewing", cannot_pass: forbids("recording_incomplete"), recorded, ...told }));

describe("why a case cannot be passed", () => {
  it("is nothing when it can", () => expect(whyNotPass(view("a"))).toBeNull());

  it("is what the camera shows, before all else of the video", () => {
    expect(video({ camera_fault: "frozen", recorded: null })).toContain("frozen");
    expect(video({ camera_fault: "black" })).toContain("black");
  });

  it("is a gap, with how many and how long", () => {
    const gaps = [{ began_at: NOW, ended_at: NOW + 8_000 }, { began_at: NOW + 9_000, ended_at: NOW + 13_000 }];
    expect(video({ recorded: { ...recorded, gaps } })).toMatch(/2.*12 s/);
  });

  it("is that nothing was recorded, or no more", () => {
    expect(video({ recorded: null })).not.toBe(video({}));
    expect(video({})).toContain("stopped");
  });

  it("is that the customer is still at it", () => {
    expect(whyNotPass(view("a", { phase: "collecting", cannot_pass: forbids("not_in_phase") }))).toContain("customer");
  });

  it("is the hub's sentence where we have no words", () => {
    expect(whyNotPass(view("a", { cannot_pass: forbids("brand_new") }))).toBe("the hub's own sentence");
  });
});
