// What the customer agrees to now, from all that they have answered. Pure.

import type { Current } from "./api";

export type Covers = "face-comparison" | "video";

const ALL: readonly Covers[] = ["video", "face-comparison"];

/** A later answer takes the place of an earlier; one that the hub refused holds for nothing. */
export function standingConsents(answers: Current["case"]["consents"]): Covers[] {
  return ALL.filter((covers) => {
    const last = answers.findLast((each) => each.covers === covers);
    return last !== undefined && last.given && !last.refusal;
  });
}
