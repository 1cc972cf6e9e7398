// Why the case cannot be passed now, in words: the hub's own rule, said of what is known. Pure.

import { sentence } from "@/api/problem";
import { knows, say } from "@/words";
import { lasting } from "@/shared/writing";
import type { View } from "@/shared/staff/types";

/** Null when it may be passed. The order is that of the hub's rule (hub/domain/handling.py). */
export function whyNotPass(view: View): string | null {
  const forbids = view.cannot_pass;
  if (forbids === null) return null;
  if (forbids.code === "recording_incomplete") return ofVideo(view);
  if (forbids.code === "not_in_phase") {
    const key = `desk.cannot.${view.phase}`;
    return knows(key) ? say(key) : say("desk.cannot.phase");
  }
  return sentence(forbids);
}

function ofVideo(view: View): string {
  const fault = `desk.camera.${view.camera_fault}`;
  if (view.camera_fault !== null) return knows(fault) ? say(fault) : say("desk.camera.lost");
  const recorded = view.recorded;
  if (view.consents.some((each) => each.covers === "video" && !each.given)) return say("desk.cannot.consent");
  if (recorded === null) return say("desk.cannot.unrecorded");
  if (recorded.gaps.length) {
    const missing = recorded.gaps.reduce((sum, gap) => sum + gap.ended_at - gap.began_at, 0);
    return say("desk.cannot.gaps", { count: recorded.gaps.length, missing: lasting(missing) });
  }
  return say("desk.cannot.stopped");
}
